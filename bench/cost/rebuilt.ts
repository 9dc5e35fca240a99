import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { log, rebuild } from '@waybill/kernel';
import { deliveries } from '#functions/contexts';
import { percentile, type Result } from '../result.ts';
import { aDelivery } from '../world.ts';
import { projectAll } from './project-all.ts';
import { type Measured, ownTable } from './table-of.ts';

const streams = Number(process.env.BENCH_STREAMS ?? 600);
const times = 3;
const segments = 4;

/** The speed of a rebuild of delivery rows, beside a plain scan of the same table in the same run. */
export const rebuilt = async (): Promise<Result[]> => {
  const measured = await ownTable();
  const { uncounted: platform } = measured;
  try {
    const histories = [];
    for (let i = 0; i < streams; i++) histories.push((await aDelivery(platform)).history);
    for (const history of histories) await deliveries.deliveryRow.with(platform)(history);
    const events = histories.flat().length;
    const bare = await ratios(measured, events);
    for (const history of histories) await projectAll(platform, history);
    const asLeft = await ratios(measured, events);
    await logged(platform, events);
    const beside = await ratios(measured, events);
    const share = beside.rebuild / asLeft.rebuild;
    return [
      { what: 'bare scan of the table as the system leaves it', unit: 'events/s', measured: asLeft.scan },
      { what: 'rebuild of the delivery rows', unit: 'events/s', measured: asLeft.rebuild },
      { what: '  … ÷ bare scan of the same table', target: '≥ 0.5', ok: asLeft.ratio >= 0.5, measured: asLeft.ratio },
      { what: 'bare scan of the table with as many log entries again', unit: 'events/s', measured: beside.scan },
      { what: 'rebuild beside them', unit: 'events/s', measured: beside.rebuild },
      { what: '  … ÷ rebuild without them', target: '≥ 0.8', ok: share >= 0.8, measured: share },
      { what: 'bare scan of the table before its audit was written', unit: 'events/s', measured: bare.scan },
      { what: '  … rebuild ÷ that scan', measured: bare.ratio },
    ];
  } finally {
    await measured.stop();
  }
};

/** Log entries of the size of those of the audit. */
const logged = async ({ logs }: Measured['platform'], count: number) => {
  const notes = log('audit', 'bench');
  const data = { text: 'x'.repeat(300) };
  const entries = Array.from({ length: count }, (_, i) => ({
    log: notes,
    subject: `${i % 100}`,
    entry: { sort: `${i}`.padStart(8, '0'), data },
    seconds: 3_600,
  }));
  for (let i = 0; i < count; i += 1_000) await logs.appendMany(entries.slice(i, i + 1_000));
};

/** Alternates, so that both run under the same load; returns medians. */
const ratios = async ({ client, table, uncounted }: Measured, events: number) => {
  const perSecond = { scan: [] as number[], rebuild: [] as number[] };
  for (let i = 0; i < times; i++) {
    perSecond.scan.push(await rate(events, () => scan(client, table)));
    perSecond.rebuild.push(await rate(events, () => rebuild(uncounted, deliveries.deliveryRow, { segments })));
  }
  const [scannedPerSecond, rebuiltPerSecond] = [percentile(perSecond.scan, 0.5), percentile(perSecond.rebuild, 0.5)];
  return { scan: scannedPerSecond, rebuild: rebuiltPerSecond, ratio: rebuiltPerSecond / scannedPerSecond };
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
