import { logger } from '../observability/observe.ts';
import { notReady } from './problems.ts';

/** 503 for a stage with an incomplete deployment; the log names what is missing, the response does not. */
export const incomplete = (missing: string) => {
  logger.error('the deployment is incomplete: deploy the stage again', { missing });
  return notReady();
};
