import { query, time, z } from '@waybill/kernel';
import { deliveryStatuses, priorities, severities } from '#events/deliveries';
import { daysIn } from '../answers/days-in.ts';
import { deliveryRow } from '../projections/delivery-row.ts';

/** The deliveries of a broken day are counted one by one up to so many; a day that had more is counted whole. */
const deliveriesAtMost = 1_000;

const counts = <const Names extends readonly string[]>(names: Names) =>
  z.object(
    Object.fromEntries(names.map((name) => [name, z.number().int().describe(`How many are \`${name}\`.`)])) as Record<
      Names[number],
      z.ZodNumber
    >,
  );

const DeliveryStatistics = z
  .object({
    deliveries: z.number().int().describe('How many deliveries there are.'),
    byStatus: counts(deliveryStatuses).describe('The same by status.'),
    byPriority: counts(priorities).describe('The same by priority.'),
    onTimeRate: z.number().min(0).max(1).nullable().describe('The share of the delivered that came in time, 0–1.'),
    averageDelayMinutes: z.number().nullable().describe('How late the delivered came on average, in minutes.'),
    openIncidents: counts([...severities, 'Unrated']).describe('Open incidents by severity.'),
    counted: z
      .object({
        from: z.iso.datetime().nullable().describe('When it begins; null for the beginning.'),
        to: z.iso.datetime().nullable().describe('When it ends; null for now.'),
      })
      .describe(
        'The span that these figures are of. Wider than what was asked for where it begins or ends within a day of very many deliveries.',
      ),
    asOf: z.iso.datetime().describe('When they were counted.'),
  })
  .meta({ id: 'DeliveryStatistics', description: 'Deliveries in figures.' });

type Counts = Readonly<Record<string, number>>;

export const getDeliveryStatistics = query({
  summary: 'Get delivery statistics',
  description: 'Figures of all deliveries, or of those created from `from` to `to`.',
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

  answer: async (asked, { deliveries }, { now }) => {
    const { whole, broken } = daysIn(asked);
    const all: Counts[] = whole ? (await deliveries.counters(whole)).map(({ counts }) => counts) : [];
    let [from, to] = [asked.from ?? null, asked.to ?? null];
    for (const { span, day } of broken) {
      const [tally] = await deliveries.counters({ from: day.name, to: day.next });
      const few = sum(tally ? [tally.counts] : []).deliveries <= deliveriesAtMost;
      const one = few
        ? await deliveries.first('status', { by: deliveryStatuses, ...span, most: deliveriesAtMost })
        : undefined;
      if (one?.complete) all.push(...one.rows.map((row) => deliveryRow.definition.counters!(row)!.counts));
      else {
        all.push(tally?.counts ?? {});
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
