import { logger } from '@waybill/kernel/observability/observe';
import { failureOf } from '@waybill/kernel/observability/reason-of';

interface AnswerLine {
  /** Of the function that was asked, if one was found. What else the client sent stays out of the log. */
  readonly route?: string | undefined;
  readonly method?: string | undefined;
  readonly status: number;
  readonly code?: string | undefined;
  readonly correlation: string;
}

/** What the gateway answers itself is found by its correlation, as the answers of functions are. */
export const logAnswer = ({ route, method, status, code, correlation }: AnswerLine): void =>
  logger.info('answered', {
    by: 'gateway',
    ...(route ? { route } : method && { method }),
    status,
    ...(code && { code }),
    correlation,
  });

/** A failure that no function has logged: see `failureOf`. */
export const logFailure = (error: unknown, { route, correlation }: Pick<AnswerLine, 'route' | 'correlation'>): void =>
  logger.error('failed', { by: 'gateway', ...(route && { route }), correlation, reason: failureOf(error) });
