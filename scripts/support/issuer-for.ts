import { developmentKeys, type Issuer } from '@waybill/kernel/local';
import { stageIssuer } from './stage-issuer.ts';

/** Signs tokens for a deployment that is named, else for the local runtime that keeps its key in `data`. */
export const issuerFor = ({
  stage,
  data,
}: {
  readonly stage?: string | undefined;
  readonly data: string;
}): Promise<Issuer> => (stage === undefined ? developmentKeys(data) : stageIssuer(stage));
