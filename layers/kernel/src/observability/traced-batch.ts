import { openTrace } from './open-trace.ts';

/**
 * Traces a batch. The trace is found by the correlation of each record, and marked as failed when records must be
 * retried.
 */
export const tracedBatch = async <Answer extends { readonly batchItemFailures: readonly unknown[] }>(
  work: () => Promise<Answer>,
  correlations: () => Iterable<string>,
): Promise<Answer> => {
  const close = await openTrace();
  let failed = true;
  try {
    const answer = await work();
    failed = answer.batchItemFailures.length > 0;
    return answer;
  } finally {
    close(correlations, failed);
  }
};
