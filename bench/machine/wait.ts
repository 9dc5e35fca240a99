import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as contexts from '#functions/contexts';
import { bundle } from '#lib/constructs/compute/bundle';
import { contextEntries } from '#lib/constructs/compute/entries';
import type { Result } from '../result.ts';
import { started } from './started.ts';

const functionCount = 100;

/** Waiting times of developers: for the system to start, and for the bundles. */
export const wait = async (): Promise<Result[]> => {
  const work = mkdtempSync(join(process.cwd(), '.local-bench-'));
  try {
    const data = join(work, 'data');
    await (await started(data)).stop();
    const again = await started(data);
    const start = again.seconds;
    await again.stop();
    const seconds = bundled();
    return [
      { what: 'npm start, the second time, until ready', unit: 's', target: '≤ 6', measured: start, ok: start <= 6 },
      { what: '100 functions bundled, as deployed', unit: 's', target: '≤ 8', measured: seconds, ok: seconds <= 8 },
    ];
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
};

/** A bundle for each context, again and again until there are a hundred functions in them. */
const bundled = (): number => {
  const all = Object.entries(contexts).map(([context, manifest]) => ({
    context,
    of: contextEntries(context, manifest),
  }));
  const began = performance.now();
  for (let count = 0, i = 0; count < functionCount; i++) {
    const { context, of } = all[i % all.length]!;
    bundle(context, { name: 'bench' }, of);
    count += Object.keys(of).length;
  }
  return (performance.now() - began) / 1000;
};
