import { openTrace } from './open-trace.ts';

/** A batch that is found by the correlation of each of its records, and marked when some of them must come again. */
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
