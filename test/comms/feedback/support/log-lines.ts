import { logger } from '@waybill/kernel/observability/observe';
import { onTestFinished, vi } from 'vitest';

/** Everything that is logged until the test ends. */
export const logLines = (): readonly string[] => {
  const lines: string[] = [];
  const note = (...args: unknown[]) => void lines.push(JSON.stringify(args));
  for (const method of ['log', 'info', 'debug', 'warn', 'error'] as const)
    vi.spyOn(console, method).mockImplementation(note);
  for (const method of ['info', 'debug', 'warn', 'error'] as const) vi.spyOn(logger, method).mockImplementation(note);
  onTestFinished(() => void vi.restoreAllMocks());
  return lines;
};
