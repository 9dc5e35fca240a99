import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as contexts from '#functions/contexts';
import { startLocal } from '#scripts/local/index';
import { puts } from '../cost/puts.ts';
import { percentile, type Result } from '../result.ts';
import { journeys } from './journeys.ts';
import { sent } from './sent.ts';

const callers = 16;
const deliveries = 150;
const turns = 3;

/** Status changes over HTTP on the local runtime, beside plain puts by as many callers into the same table on disk. */
export const overHttp = async (): Promise<Result[]> => {
  const data = mkdtempSync(join(tmpdir(), 'waybill-bench-'));
  const local = await startLocal({ contexts, data });
  const changes: number[] = [];
  const bare: number[] = [];
  try {
    /** Alternates between the two, so that both run under the same load; the first round is a warm-up. */
    for (let turn = 0; turn <= turns; turn++) {
      const made = await journeys(local, deliveries);
      const { latencies, seconds } = await sent(local, callers, made.changes);
      await local.drained();
      const put = await puts(local, callers, 2 * deliveries);
      if (turn === 0) continue;
      changes.push(latencies.length / seconds);
      bare.push(put);
    }
  } finally {
    await local.stop();
    rmSync(data, { recursive: true, force: true });
  }
  const [changed, put] = [percentile(changes, 0.5), percentile(bare, 0.5)];
  return [
    { what: `status changes over HTTP, ${callers} callers`, unit: '/s', measured: changed },
    { what: `bare puts, ${callers} callers`, unit: '/s', measured: put },
    { what: '  … status changes ÷ bare puts', target: '≥ 0.25', ok: changed / put >= 0.25, measured: changed / put },
  ];
};
