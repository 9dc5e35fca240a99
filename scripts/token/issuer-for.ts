import type { Issuer } from '#scripts/local/index';
import { keysIn } from './keys-in.ts';
import { stageIssuer } from './stage-issuer.ts';

/** Issues tokens for the deployment that is named, or else for the local runtime whose key is in `data`. */
export const issuerFor = ({
  stage,
  data,
}: {
  readonly stage?: string | undefined;
  readonly data: string;
}): Promise<Issuer> => (stage === undefined ? keysIn(data) : stageIssuer(stage));
