import { query, time, z } from '@waybill/kernel';
import { deliveryStatuses, priorities, severities } from '#events/deliveries';
import { daysIn } from '../answers/days-in.ts';
import { deliveryRow } from '../projections/delivery-row.ts';

/** The maximum number of deliveries counted one by one for a partial day. Beyond it the whole day is counted. */
const deliveriesAtMost = 1_000;

const counts = <const Names extends readonly string[]>(names: Names) =>
  z.object(
    Object.fromEntries(
      names.map((name) => [name, z.number().int().describe(`The number of deliveries that are \`${name}\`.`)]),
    ) as Record<Names[number], z.ZodNumber>,
  );

const DeliveryStatistics = z
  .object({
    deliveries: z.number().int().describe('The number of deliveries.'),
    byStatus: counts(deliveryStatuses).describe('The number of deliveries by status.'),
    byPriority: counts(priorities).describe('The number of deliveries by priority.'),
    onTimeRate: z
      .number()
      .min(0)
      .max(1)
      .nullable()
      .describe('The share of delivered deliveries that were on time, 0–1.'),
    averageDelayMinutes: z.number().nullable().describe('The mean delay of delivered deliveries, in minutes.'),
    openIncidents: counts([...severities, 'Unrated']).describe('Open incidents by severity.'),
    counted: z
      .object({
        from: z.iso.datetime().nullable().describe('The start of the range; null without a lower limit.'),
        to: z.iso.datetime().nullable().describe('The end of the range; null without an upper limit.'),
      })
      .describe(
        'The range that these figures cover. Wider than the requested range where that begins or ends within a day of more than 1,000 deliveries.',
      ),
    asOf: z.iso.datetime().describe('When the figures were read.'),
  })
  .meta({ id: 'DeliveryStatistics', description: 'Statistics of deliveries.' });

type Counts = Readonly<Record<string, number>>;

export const getDeliveryStatistics = query({
  summary: 'Get delivery statistics',
  description: 'Counts, punctuality and open incidents of all deliveries, or of those created from `from` to `to`.',
  route: 'GET /deliveries/statistics',
  role: 'auditor',
  input: z
    .strictObject({
      from: time().optional().describe('Only those created at or after this time.'),
      to: time().optional().describe('Only those created before this time; later than `from`.'),
    })
    .refine(({ from, to }) => !from || !to || from < to, { path: ['to'], error: 'must be after from' }),
  example: { from: '2026-01-01T00:00:00Z' },
  output: DeliveryStatistics,
  reads: { deliveries: deliveryRow },

  answer: async (range, { deliveries }, { now }) => {
    const { whole, broken } = daysIn(range);
    const all: Counts[] = whole ? (await deliveries.counters(whole)).map(({ counts }) => counts) : [];
    let [from, to] = [range.from ?? null, range.to ?? null];
    for (const { span, day } of broken) {
      const [bucket] = await deliveries.counters({ from: day.name, to: day.next });
      const few = sum(bucket ? [bucket.counts] : []).deliveries <= deliveriesAtMost;
      const one = few
        ? await deliveries.first('status', { by: deliveryStatuses, ...span, most: deliveriesAtMost })
        : undefined;
      if (one?.complete) all.push(...one.rows.map((row) => deliveryRow.definition.counters!(row)!.counts));
      else {
        all.push(bucket?.counts ?? {});
        if (span.from === from) from = day.begins;
        if (span.to === to) to = day.ends;
      }
    }
    return { ...sum(all), counted: { from, to }, asOf: now };
  },
});

const sum = (all: readonly Counts[]) => {
  const sums = new Map<string, number>();
  for (const counts of all)
    for (const [name, count] of Object.entries(counts)) sums.set(name, (sums.get(name) ?? 0) + count);
  const of = (name: string) => sums.get(name) ?? 0;
  const delivered = of('delivered');
  const each = <const Names extends readonly string[]>(kind: string, names: Names) =>
    Object.fromEntries(names.map((name) => [name, of(`${kind}.${name}`)])) as Record<Names[number], number>;
  return {
    deliveries: deliveryStatuses.reduce((total, status) => total + of(`status.${status}`), 0),
    byStatus: each('status', deliveryStatuses),
    byPriority: each('priority', priorities),
    onTimeRate: delivered ? Math.round((of('onTime') / delivered) * 1000) / 1000 : null,
    averageDelayMinutes: delivered ? Math.round(of('delaySeconds') / delivered / 6) / 10 : null,
    openIncidents: each('open', [...severities, 'Unrated'] as const),
  };
};
