import type { Issuer } from '#scripts/local/index';
import { keysIn } from './keys-in.ts';
import { stageIssuer } from './stage-issuer.ts';

/** Signs tokens for a deployment that is named, else for the local runtime that keeps its key in `data`. */
export const issuerFor = ({
  stage,
  data,
}: {
  readonly stage?: string | undefined;
  readonly data: string;
}): Promise<Issuer> => (stage === undefined ? keysIn(data) : stageIssuer(stage));
