import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { newId, rebuild } from '@waybill/kernel';
import type { RowChange } from '@waybill/kernel/platform';
import * as contexts from '#functions/contexts';
import { type Local, startLocal } from '#scripts/local/index';
import { percentile, type Result } from '../result.ts';
import { caller } from '../world.ts';
import { journeys } from './journeys.ts';
import type { Loaded } from './load.ts';
import { sent } from './sent.ts';

/** Rates and latencies over HTTP on the local runtime with the real DynamoDB Local, its data on disk or in memory. */
export const speed = async (kept: 'disk' | 'memory'): Promise<Result[]> => {
  const data = kept === 'disk' ? mkdtempSync(join(tmpdir(), 'waybill-bench-')) : undefined;
  const local = await startLocal({ contexts, data });
  try {
    const warm = await journeys(local, 160);
    await sent(local, 16, [...warm.changes, ...warm.gets(warm.ids.length)]);

    const many = await journeys(local, 1_200);
    const changes = await sent(local, 16, many.changes);
    await local.drained();
    const gets = await sent(local, 16, many.gets(5_000));

    const alone = await journeys(local, 208);
    const changesAlone = await sent(local, 1, alone.changes);
    const getsAlone = await sent(local, 1, alone.gets(alone.ids.length));
    await local.drained();

    const lag = await lagAt(local, 100, 10);
    const rebuiltPerSecond = await rebuildSpeed(local);
    const rate = ({ latencies, seconds }: Loaded) => latencies.length / seconds;
    const ms = (what: string, { latencies }: Loaded, p50?: number, p99?: number): Result[] =>
      (
        [
          [0.5, p50],
          [0.99, p99],
        ] as const
      ).map(([share, limit]) => {
        const measured = percentile(latencies, share);
        return {
          what: `${what}: p${share * 100}`,
          unit: 'ms',
          measured,
          ...(limit && { target: `≤ ${limit}`, ok: measured <= limit }),
        };
      });
    return [
      {
        what: 'status changes over HTTP, 16 connections',
        unit: '/s',
        target: '≥ 250',
        measured: rate(changes),
        ok: rate(changes) >= 250,
      },
      ...ms('  … latency', changes),
      {
        what: 'GETs of one delivery over HTTP, 16 connections',
        unit: '/s',
        target: '≥ 500',
        measured: rate(gets),
        ok: rate(gets) >= 500,
      },
      ...ms('  … latency', gets),
      ...ms('status change, one client alone', changesAlone, 8, 40),
      ...ms('GET, one client alone', getsAlone, 8, 40),
      { what: 'projection lag at 100 events/s: p50', unit: 'ms', measured: percentile(lag, 0.5) },
      {
        what: 'projection lag at 100 events/s: p99',
        unit: 'ms',
        target: '≤ 200',
        measured: percentile(lag, 0.99),
        ok: percentile(lag, 0.99) <= 200,
      },
      {
        what: 'rebuild of the delivery rows',
        unit: 'events/s',
        target: '≥ 2000',
        measured: rebuiltPerSecond,
        ok: rebuiltPerSecond >= 2_000,
      },
    ];
  } finally {
    await local.stop();
    if (data) rmSync(data, { recursive: true, force: true });
  }
};

/** Time from recording an event to writing its row, at a given rate of events. */
const lagAt = async (local: Local, perSecond: number, seconds: number): Promise<number[]> => {
  const { ids } = await journeys(local, perSecond * seconds);
  const appended = new Map<string, number>();
  const lags: number[] = [];
  const { views } = local.platform;
  const { put, putMany } = views;
  const kept = (changes: readonly RowChange[]) => {
    for (const { view, row } of changes) {
      const since = view.name === 'delivery' ? appended.get(row.key) : undefined;
      if (since !== undefined) lags.push(performance.now() - since);
    }
  };
  const timed: Pick<typeof views, 'put' | 'putMany'> = {
    put: async (view, row, instead) => {
      await put(view, row, instead);
      kept([{ view, row, previous: instead }]);
    },
    putMany: async (changes) => {
      const left = await putMany(changes);
      kept(changes.filter((change) => !left.includes(change)));
      return left;
    },
  };
  Object.assign(views, timed);
  const run = contexts.deliveries.changeDeliveryStatus.execute(local.platform);
  const began = performance.now();
  const running: Promise<unknown>[] = [];
  for (const [i, deliveryId] of ids.entries()) {
    const due = began + (i * 1000) / perSecond;
    if (due > performance.now()) await sleep(due - performance.now());
    const input = { deliveryId, status: 'InTransit' as const, reason: undefined };
    const order = { input, caller, key: newId(), correlationId: newId() };
    running.push(run(order).then(() => appended.set(deliveryId, performance.now())));
  }
  await Promise.all(running);
  await local.drained();
  Object.assign(views, { put, putMany });
  if (lags.length < ids.length) throw new Error(`only ${lags.length} of ${ids.length} rows were seen`);
  return lags;
};

const rebuildSpeed = async (local: Local): Promise<number> => {
  const began = performance.now();
  const { events } = await rebuild(local.platform, contexts.deliveries.deliveryRow);
  return events / ((performance.now() - began) / 1000);
};
