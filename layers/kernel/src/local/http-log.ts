import { logger } from '../edge/observe.ts';

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

/** The kind of an error and where it was thrown. Its message may quote the request, and is left out. */
export const logFailure = (error: unknown, { route, correlation }: Pick<AnswerLine, 'route' | 'correlation'>): void => {
  const { name, stack = '' } = error instanceof Error ? error : new Error();
  const at = stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 8);
  logger.error('failed', { by: 'gateway', ...(route && { route }), correlation, reason: { name, at } });
};
