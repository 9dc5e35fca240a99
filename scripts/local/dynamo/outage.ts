import { logger } from '@waybill/kernel/observability/observe';

/** Logs the first failure of a series of attempts, and the recovery. */
export const outage = (what: string, about: Readonly<Record<string, unknown>> = {}) => {
  let isOut = false;
  return {
    failed: (error: unknown): void => {
      if (isOut) return;
      isOut = true;
      logger.error(`${what} fails, and is tried again`, { ...about, reason: reasonOf(error) });
    },
    worked: (): void => {
      if (!isOut) return;
      isOut = false;
      logger.warn(`${what} works again`, about);
    },
  };
};

const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'unknown';
  return (error as NodeJS.ErrnoException).code ?? error.name;
};
