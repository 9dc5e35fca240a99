import * as z from 'zod';

/**
 * What a log line may know of an error: its kind, where it was thrown, and which fields did not fit their schema. Its
 * message may quote what was sent.
 */
export const nameless = (error: unknown) => {
  if (!(error instanceof Error)) return {};
  const { name, stack = '' } = error;
  const paths = error instanceof z.ZodError ? error.issues.map(({ path }) => path.join('.')) : undefined;
  return { name, ...(paths && { paths }), at: stack.split('\n').filter((line) => /^\s+at /.test(line)) };
};
