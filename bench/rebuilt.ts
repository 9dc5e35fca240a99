import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { rebuild } from '@waybill/kernel';
import { deliveries } from '#functions/contexts';
import { percentile, type Result } from './result.ts';
import { type Measured, ownTable } from './table-of.ts';
import { told } from './told.ts';
import { aDelivery } from './world.ts';

const streams = Number(process.env.BENCH_STREAMS ?? 600);
const times = 3;
const segments = 4;

/** How fast the rows of deliveries are told again, beside a bare scan of the same table in the same run. */
export const rebuilt = async (): Promise<Result[]> => {
  const measured = await ownTable();
  const { uncounted: platform } = measured;
  try {
    const histories = [];
    for (let i = 0; i < streams; i++) histories.push((await aDelivery(platform)).history);
    for (const history of histories) await deliveries.deliveryRow.with(platform)(history);
    const events = histories.flat().length;
    const without = await ratios(measured, events);
    for (const history of histories) await told(platform, history);
    const withAudit = await ratios(measured, events);
    return [
      { what: 'bare scan of the table', unit: 'events/s', measured: without.scan },
      { what: 'rebuild of the delivery rows', unit: 'events/s', measured: without.rebuild },
      {
        what: '  … ÷ bare scan of the same table',
        target: '≥ 0.5',
        ok: without.ratio >= 0.5,
        measured: without.ratio,
      },
      { what: 'bare scan of the table with its audit', unit: 'events/s', measured: withAudit.scan },
      { what: 'rebuild of the delivery rows beside its audit', unit: 'events/s', measured: withAudit.rebuild },
      {
        what: '  … ÷ bare scan of the same table',
        target: '≥ 0.5',
        ok: withAudit.ratio >= 0.5,
        measured: withAudit.ratio,
      },
    ];
  } finally {
    await measured.stop();
  }
};

/** By turns, so that both meet the same machine; the median of a few. */
const ratios = async ({ client, table, uncounted }: Measured, events: number) => {
  const perSecond = { scan: [] as number[], rebuild: [] as number[] };
  for (let i = 0; i < times; i++) {
    perSecond.scan.push(await rate(events, () => scan(client, table)));
    perSecond.rebuild.push(await rate(events, () => rebuild(uncounted, deliveries.deliveryRow, { segments })));
  }
  const [scanned, told] = [percentile(perSecond.scan, 0.5), percentile(perSecond.rebuild, 0.5)];
  return { scan: scanned, rebuild: told, ratio: told / scanned };
};

const rate = async (events: number, work: () => Promise<unknown>) => {
  const began = performance.now();
  await work();
  return events / ((performance.now() - began) / 1_000);
};

const scan = (client: Measured['client'], TableName: string) =>
  Promise.all(
    Array.from({ length: segments }, async (_, Segment) => {
      let ExclusiveStartKey: any;
      do {
        const page = await client.send(
          new ScanCommand({ TableName, Segment, TotalSegments: segments, ExclusiveStartKey }),
        );
        ExclusiveStartKey = page.LastEvaluatedKey;
      } while (ExclusiveStartKey);
    }),
  );
