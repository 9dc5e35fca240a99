import { query, time, z } from '@waybill/kernel';
import { deliveryStatuses, priorities, severities } from '#events/deliveries';
import { deliveryRow } from '../projections/delivery-row.ts';

const counts = <const Names extends readonly string[]>(names: Names) =>
  z.object(Object.fromEntries(names.map((name) => [name, z.number().int()])) as Record<Names[number], z.ZodNumber>);

const DeliveryStatistics = z.object({
  deliveries: z.number().int(),
  byStatus: counts(deliveryStatuses),
  byPriority: counts(priorities),
  onTimeRate: z.number().min(0).max(1).nullable(),
  averageDelayMinutes: z.number().nullable(),
  openIncidents: counts([...severities, 'Unrated']),
  asOf: z.iso.datetime(),
});

export const getDeliveryStatistics = query({
  summary: 'Deliveries in figures, of all time or of those created in a span',
  route: 'GET /deliveries/statistics',
  role: 'auditor',
  input: z
    .strictObject({ from: time().optional(), to: time().optional() })
    .refine(({ from, to }) => !from || !to || from < to, { path: ['to'], error: 'must be after from' }),
  output: DeliveryStatistics,
  reads: { deliveries: deliveryRow },

  answer: async ({ from, to }, { deliveries }, { now }) => {
    const sums = new Map<string, number>();
    const add = (more: Readonly<Record<string, number>>) => {
      for (const [name, count] of Object.entries(more)) sums.set(name, (sums.get(name) ?? 0) + count);
    };
    const { whole, edges } = spanOf(from, to);
    if (whole) for (const { counts } of await deliveries.tallies(whole)) add(counts);
    for (const edge of edges)
      for await (const row of deliveries.every('all', edge)) add(deliveryRow.definition.tally!(row)!.counts);
    return { ...told(sums), asOf: now };
  },
});

const dayOf = (at: string) => at.slice(0, 10);
const startOf = (day: string) => `${day}T00:00:00.000Z`;
const lastDay = '9999-12-31';
/** No day comes after the last one, but what does would sort behind it. */
const dayAfter = (day: string) =>
  day === lastDay ? `${lastDay}~` : dayOf(new Date(Date.parse(startOf(day)) + 86_400_000).toISOString());

interface Span {
  readonly from?: string;
  readonly to?: string;
}

/** Whole days are answered by the tallies; the broken ones at the edges are counted row by row. */
const spanOf = (from?: string, to?: string): { whole: Span | undefined; edges: Span[] } => {
  const first = from === undefined ? undefined : from === startOf(dayOf(from)) ? dayOf(from) : dayAfter(dayOf(from));
  const last = to === undefined ? undefined : dayOf(to);
  if (from && to && (first! > last! || startOf(first!) > to)) return { whole: undefined, edges: [{ from, to }] };
  return {
    whole: { ...(first && { from: first }), ...(last && { to: last }) },
    edges: [
      ...(from && from < startOf(first!) ? [{ from, to: startOf(first!) }] : []),
      ...(to && startOf(last!) < to ? [{ from: startOf(last!), to }] : []),
    ],
  };
};

const told = (sums: ReadonlyMap<string, number>) => {
  const sum = (name: string) => sums.get(name) ?? 0;
  const delivered = sum('delivered');
  const of = <const Names extends readonly string[]>(kind: string, names: Names) =>
    Object.fromEntries(names.map((name) => [name, sum(`${kind}.${name}`)])) as Record<Names[number], number>;
  return {
    deliveries: deliveryStatuses.reduce((total, status) => total + sum(`status.${status}`), 0),
    byStatus: of('status', deliveryStatuses),
    byPriority: of('priority', priorities),
    onTimeRate: delivered ? Math.round((sum('onTime') / delivered) * 1000) / 1000 : null,
    averageDelayMinutes: delivered ? Math.round(sum('delaySeconds') / delivered / 6) / 10 : null,
    openIncidents: of('open', [...severities, 'Unrated'] as const),
  };
};
