import { logger } from '@waybill/kernel/observability/observe';
import { failureOf } from '@waybill/kernel/observability/reason-of';

interface AnswerLine {
  /** The route of the function, if one was found. Other input of the client is not logged. */
  readonly route?: string | undefined;
  readonly method?: string | undefined;
  readonly status: number;
  readonly code?: string | undefined;
  readonly correlation: string;
}

/** Responses of the gateway are logged with their correlation id, like those of functions. */
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
