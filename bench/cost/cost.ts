import { newId } from '@waybill/kernel';
import { deliveries } from '#functions/contexts';
import { yardstick } from '../http/yardstick.ts';
import { messages } from '../messages/messages.ts';
import { percentile, type Result } from '../result.ts';
import { aDelivery, caller } from '../world.ts';
import { dollarsOf } from './dollars.ts';
import { statusChange, usedBy, wholeLife } from './life.ts';
import { ownTable } from './table-of.ts';
import { together, type Units, written } from './units.ts';

/** DynamoDB units of commands and queries, including projections; beside the same appends on a plain castore store. */
export const cost = async (): Promise<Result[]> => {
  const measured = await ownTable();
  const { client, platform, uncounted, used, stop } = measured;
  try {
    const change = await statusChange(measured);
    const life = await wholeLife(measured);
    const whole = together(...life.map(usedBy));
    const dollars = dollarsOf(life);
    const total = Object.values(dollars).reduce((sum, it) => sum + it, 0);

    const get = await used(() => ask(deliveries.getDelivery, platform, { deliveryId: life[0]!.deliveryId }));
    const getLong = await used(() => ask(deliveries.getDelivery, platform, { deliveryId: change.deliveryId }));

    const { history } = await aDelivery(uncounted);
    const castore = await yardstick(client, history);
    const theirs = await castore.changes(timed);
    const ours: { readonly deliveryId: string }[] = [];
    while (ours.length < timed) ours.push(await aDelivery(uncounted));
    const times = { ours: [] as number[], theirs: [] as number[] };
    /** Alternates between the two, so that both run under the same load. */
    for (const [i, { deliveryId }] of ours.entries()) {
      times.ours.push(await took(() => setOut(uncounted, deliveryId)));
      times.theirs.push(await took(theirs[i]!));
    }

    const all = usedBy(change);
    return [
      { what: 'status change, one at a time, no HTTP: p50', unit: 'ms', measured: percentile(times.ours, 0.5) },
      { what: '  … castore, same appends: p50', unit: 'ms', measured: percentile(times.theirs, 0.5) },
      {
        what: 'status change at 20 events, all included: write units',
        target: '≤ 8',
        ok: written(all) <= 8,
        measured: written(all),
      },
      ...parts(all),
      { what: '  … read units', measured: all.read },
      {
        what: '  … of the command alone: write units',
        target: '≤ 1',
        ok: written(change.command) <= 1,
        measured: written(change.command),
      },
      {
        what: '  … of the command alone: read units',
        target: '≤ 4',
        ok: change.command.read <= 4,
        measured: change.command.read,
      },
      { what: '  … castore, same appends: write units', measured: castore.write },
      { what: '  … castore, same appends: read units', measured: castore.read },
      {
        what: 'a delivery’s whole life, all included: write units',
        target: '≤ 150',
        ok: written(whole) <= 150,
        measured: written(whole),
      },
      ...parts(whole),
      ...[...Map.groupBy(life, ({ what }) => what)].map(([what, steps]) => ({
        what: `  … ${what}${steps.length > 1 ? ` (${steps.length} times)` : ''}: write units`,
        measured: written(together(...steps.map(usedBy))),
      })),
      { what: 'a delivery’s whole life, all included: read units', measured: whole.read },
      { what: '1,000 deliveries at list prices, us-east-1', unit: '$', measured: total * 1_000 },
      ...Object.entries(dollars).map(([part, it]) => ({
        what: `  … ${part}: ${((it / total) * 100).toFixed(1)} %`,
        unit: '$',
        measured: it * 1_000,
      })),
      { what: 'GET of that delivery: read units', target: '≤ 2', ok: get.read <= 2, measured: get.read },
      { what: '  … of one with 21 events and more incidents than its row keeps: read units', measured: getLong.read },
      ...(await messages(measured)),
    ];
  } finally {
    await stop();
  }
};

const parts = ({ write, index }: Units): Result[] =>
  Object.entries({ ...write, indexes: index }).map(([what, measured]) => ({
    what: `  … ${what === 'logs' ? 'audit' : what}: write units`,
    measured,
  }));

const ask = async (query: any, platform: any, path: object) => {
  const { statusCode, body } = await query.with(platform)(
    {
      headers: {},
      pathParameters: path,
      requestContext: { authorizer: { sub: caller.userId, ...caller } },
    },
    {},
  );
  if (statusCode !== 200) throw new Error(`${statusCode} ${body}`);
};

const setOut = (platform: any, deliveryId: string) =>
  (deliveries.changeDeliveryStatus as any).execute(platform)({
    input: { deliveryId, status: 'InTransit' },
    caller,
    key: newId(),
    correlationId: newId(),
  });

const timed = 200;

const took = async (work: () => Promise<unknown>) => {
  const began = performance.now();
  await work();
  return performance.now() - began;
};
