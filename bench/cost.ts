import { newId } from '@waybill/kernel';
import type { Consumed } from '@waybill/kernel/storage/aws/table';
import { deliveries } from '#functions/contexts';
import { percentile, type Result } from './result.ts';
import { ownTable } from './table-of.ts';
import { unitsOf } from './units.ts';
import { aCrew, aDelivery, aRoute, caller } from './world.ts';
import { yardstick } from './yardstick.ts';

/** What commands and queries consume, in DynamoDB's units, beside the same appends on a plain castore store. */
export const cost = async (): Promise<Result[]> => {
  let calls: Consumed[] = [];
  const { client, platform, stop } = await ownTable((consumed) => calls.push(consumed));
  const measure = async (work: () => Promise<unknown>) => {
    calls = [];
    await work();
    return calls.map(unitsOf).reduce((a, b) => ({ read: a.read + b.read, write: a.write + b.write }), nothing);
  };
  const run = (command: { execute: any; definition: any }, input: object) =>
    command.execute(platform)({
      input: command.definition.input.parse(input),
      caller,
      key: newId(),
      correlation: newId(),
    });
  const ask = (query: any, path: object, parameters: Record<string, string[]> = {}) =>
    query.with(platform)(
      {
        headers: {},
        pathParameters: path,
        multiValueQueryStringParameters: parameters,
        requestContext: { authorizer: { sub: caller.userId, ...caller } },
      },
      {},
    );
  try {
    const { deliveryId, history } = await aDelivery(platform);
    const routeId = await aRoute(platform);
    const crew = await aCrew(platform);

    const change = await measure(() => run(deliveries.changeDeliveryStatus, { deliveryId, status: 'InTransit' }));
    const create = await measure(() => run(deliveries.createDelivery, { routeId, ...crew }));
    const projections = [deliveries.deliveryRow, deliveries.incidentRow] as any[];
    await Promise.all(projections.map((projection) => projection.with(platform)(history)));
    const stream = history[0]!.stream;
    const last = (await platform.events.read(stream)).slice(-1);
    const project = await measure(() => Promise.all(projections.map((it) => it.with(platform)(last))));
    const get = await measure(() => ask(deliveries.getDelivery, { deliveryId }));
    for (let i = 0; i < 30; i++) {
      const { history } = await aDelivery(platform, 6);
      await Promise.all(projections.map((projection) => projection.with(platform)(history)));
    }
    const list = await measure(() => ask(deliveries.listDeliveries, {}, { limit: ['25'] }));
    const castore = await yardstick(client, history);

    const theirs = await castore.changes(timed);
    const ours = await Promise.all(Array.from({ length: timed }, () => aDelivery(platform)));
    const times = { ours: [] as number[], theirs: [] as number[] };
    /** One after the other by turns, so that both meet the same machine. */
    for (const [i, { deliveryId }] of ours.entries()) {
      times.ours.push(await took(() => run(deliveries.changeDeliveryStatus, { deliveryId, status: 'InTransit' })));
      times.theirs.push(await took(theirs[i]!));
    }

    return [
      { what: 'status change, one at a time, no HTTP: p50', unit: 'ms', measured: percentile(times.ours, 0.5) },
      { what: '  … castore, same appends: p50', unit: 'ms', measured: percentile(times.theirs, 0.5) },
      { what: 'status change at 20 events: write units', target: '≤ 1', ok: change.write <= 1, measured: change.write },
      { what: 'status change at 20 events: read units', target: '≤ 4', ok: change.read <= 4, measured: change.read },
      { what: '  … castore, same appends: write units', measured: castore.write },
      { what: '  … castore, same appends: read units', measured: castore.read },
      { what: '  … its projection: write units (reckoned)', measured: project.write },
      { what: '  … its projection: read units', measured: project.read },
      {
        what: 'create with driver, vehicle, route: write units (reckoned)',
        target: '≤ 24',
        ok: create.write <= 24,
        measured: create.write,
      },
      { what: 'create with driver, vehicle, route: read units', measured: create.read },
      { what: 'GET of one delivery: read units', target: '≤ 2', ok: get.read <= 2, measured: get.read },
      { what: 'GET of a 25-row list: read units', target: '≤ 12', ok: list.read <= 12, measured: list.read },
    ];
  } finally {
    await stop();
  }
};

const nothing = { read: 0, write: 0 };
const timed = 200;

const took = async (work: () => Promise<unknown>) => {
  const began = performance.now();
  await work();
  return performance.now() - began;
};
