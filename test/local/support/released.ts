import { onTestFinished } from 'vitest';

/** Stops everything that a test has started when the test ends, whether it passed or failed. */
export const released = async <Started extends { stop(): Promise<unknown> }>(
  starting: Started | Promise<Started>,
): Promise<Started> => {
  const started = await starting;
  onTestFinished(async () => {
    await started.stop();
  });
  return started;
};
