import { logger } from './edge/observe.ts';
import { Problem } from './problem.ts';

/** How long a caller is asked to wait, in seconds. */
const retryAfterSeconds = '30';

/** 503 for a stage that lacks what its deployment makes; the log names what is missing, the answer does not. */
export const notReady = (missing: string): Problem => {
  logger.error('the deployment is incomplete: deploy the stage again', { missing });
  return new Problem(503, 'not-ready', {}, { 'retry-after': retryAfterSeconds });
};
