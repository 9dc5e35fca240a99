import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Result } from '../result.ts';
import { cpuTime } from './cpu-time.ts';
import { started } from './started.ts';

/** Seeded data is projected by then, and just-in-time compilation has finished. */
const settlesMs = 30_000;
const measuredMs = 60_000;

/** The CPU use of the idle local runtime: npm, Node.js with the queues, and the JVM of DynamoDB Local. */
export const idle = async (): Promise<Result[]> => {
  const work = mkdtempSync(join(process.cwd(), '.local-bench-'));
  const { pid, stop } = await started(join(work, 'data'));
  try {
    await pause(settlesMs);
    const before = cpuTime(pid);
    const began = performance.now();
    await pause(measuredMs);
    const share = (cpuTime(pid) - before) / ((performance.now() - began) / 1000);
    const measured = 100 * share;
    return [{ what: 'npm start, idle for a minute', unit: '% of a core', target: '≤ 3', measured, ok: measured <= 3 }];
  } finally {
    await stop();
    rmSync(work, { recursive: true, force: true });
  }
};
