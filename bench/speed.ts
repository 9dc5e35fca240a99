import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { newId, rebuild } from '@waybill/kernel';
import { type Local, startLocal } from '@waybill/kernel/local';
import * as contexts from '#functions/contexts';
import type { RowChange } from '../layers/kernel/src/platform.ts';
import type { Load, Loaded } from './load.ts';
import { percentile, type Result } from './result.ts';
import { aDelivery, caller, org } from './world.ts';

const load = (local: Local, connections: number, requests: Load['requests']): Promise<Loaded> =>
  new Promise((resolve, reject) => {
    void local.keys.mint({ role: 'officer', org, user: caller.userId }).then((token) => {
      const workerData: Load = { url: local.url, token, connections, requests };
      const worker = new Worker(new URL('./load.ts', import.meta.url), { workerData });
      worker.once('message', resolve);
      worker.once('error', reject);
    });
  });

/** So many deliveries of 19 events, and the two status changes that each can take without a booking. */
const journeys = async (local: Local, count: number) => {
  const ids: string[] = [];
  while (ids.length < count) {
    const made = await Promise.all(Array.from({ length: 16 }, () => aDelivery(local.platform)));
    ids.push(...made.map(({ deliveryId }) => deliveryId));
  }
  await local.drained();
  const change = (status: string) => (id: string) => ({
    method: 'PUT',
    path: `/deliveries/${id}/status`,
    body: { status },
  });
  return { ids, changes: [...ids.map(change('InTransit')), ...ids.map(change('OutForDelivery'))] };
};

const accepted = ({ refused }: Loaded) => {
  if (refused) throw new Error(`${refused} requests of the bench were refused`);
};

/** Rates and latencies over HTTP on the local runtime with the real DynamoDB Local, its data on disk or in memory. */
export const speed = async (kept: 'disk' | 'memory'): Promise<Result[]> => {
  const data = kept === 'disk' ? mkdtempSync(join(tmpdir(), 'waybill-bench-')) : undefined;
  const local = await startLocal({ contexts, data });
  try {
    const warm = await journeys(local, 160);
    accepted(
      await load(local, 16, [...warm.changes, ...warm.ids.map((id) => ({ method: 'GET', path: `/deliveries/${id}` }))]),
    );

    const many = await journeys(local, 1_200);
    const changes = await load(local, 16, many.changes);
    accepted(changes);
    await local.drained();
    const gets = await load(
      local,
      16,
      Array.from({ length: 5_000 }, (_, i) => ({
        method: 'GET',
        path: `/deliveries/${many.ids[i % many.ids.length]}`,
      })),
    );
    accepted(gets);

    const alone = await journeys(local, 208);
    const changesAlone = await load(local, 1, alone.changes);
    const getsAlone = await load(
      local,
      1,
      alone.ids.map((id) => ({ method: 'GET', path: `/deliveries/${id}` })),
    );
    accepted(changesAlone);
    accepted(getsAlone);
    await local.drained();

    const lag = await lagAt(local, 100, 10);
    const told = await rebuildSpeed(local);
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
      { what: 'rebuild of the delivery rows', unit: 'events/s', target: '≥ 2000', measured: told, ok: told >= 2_000 },
    ];
  } finally {
    await local.stop();
    if (data) rmSync(data, { recursive: true, force: true });
  }
};

/** From the moment an event was recorded to the moment its row was kept, while so many a second are recorded. */
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
      kept([{ view, row, instead }]);
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
    const order = { input, caller, key: newId(), correlation: newId() };
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
