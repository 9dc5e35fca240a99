import { bool, csv, id, optionalText, overlaps, page, pageOf, query, time, z } from '@waybill/kernel';
import { DeliveryStatus, Priority } from '#events/deliveries';
import { DeliveryAnswer, deliveryAnswer } from '../answers/delivery-answer.ts';
import type { DeliveryRow } from '../answers/delivery-row.ts';
import { inIndex } from '../answers/in-index.ts';
import { withIncidents } from '../answers/with-incidents.ts';
import { deliveryRow } from '../projections/delivery-row.ts';
import { deliveryStory } from '../projections/delivery-story.ts';
import { references } from '../references.ts';

const upsideDown = (from?: string, to?: string) => from !== undefined && to !== undefined && from >= to;

const Filters = z
  .strictObject({
    status: csv(DeliveryStatus).describe('Only those with one of these statuses.'),
    routeId: id().optional().describe('Only those on this route.'),
    driverId: id().optional().describe('Only those with this driver.'),
    vehicleId: id().optional().describe('Only those with this vehicle.'),
    customerId: id().optional().describe('Only those for this customer.'),
    priority: Priority.optional().describe('Only those with this priority.'),
    reference: optionalText(64).describe('Only the one with this reference.'),
    createdFrom: time().optional().describe('Only those created at or after this time.'),
    createdTo: time().optional().describe('Only those created before this time; later than `createdFrom`.'),
    scheduledFrom: time().optional().describe('Only those whose route ends after this time.'),
    scheduledTo: time()
      .optional()
      .describe('Only those whose route starts before this time; later than `scheduledFrom`.'),
    hasOpenIncidents: bool().optional().describe('Only those with, or without, open incidents.'),
    sort: z
      .enum(['createdAt', '-createdAt'])
      .default('-createdAt')
      .meta({ default: '-createdAt', description: 'The order: oldest or newest first.' }),
    ...page,
  })
  .refine(({ createdFrom, createdTo }) => !upsideDown(createdFrom, createdTo), {
    path: ['createdTo'],
    error: 'must be after createdFrom',
  })
  .refine(({ scheduledFrom, scheduledTo }) => !upsideDown(scheduledFrom, scheduledTo), {
    path: ['scheduledTo'],
    error: 'must be after scheduledFrom',
  });
type Filters = z.infer<typeof Filters>;

export const listDeliveries = query({
  summary: 'List deliveries',
  description: 'Newest first, unless `sort` says otherwise. Filters combine.',
  route: 'GET /deliveries',
  role: 'auditor',
  input: Filters,
  example: { status: ['InTransit', 'OutForDelivery'], limit: '10' },
  output: pageOf(DeliveryAnswer),
  reads: { deliveries: deliveryRow, stories: deliveryStory, references },

  answer: async ({ limit, cursor, ...filters }, { deliveries, stories, references }, { now }) => {
    const { reference, createdFrom: from, createdTo: to, sort } = filters;
    const options = { limit, cursor, filters };
    const { list, by, filter } = inIndex(filters);
    const found = reference
      ? await deliveries.only(await references.holder(reference), { ...options, where: all(testsIn(filters)) })
      : await deliveries.list(list, {
          by,
          from,
          to,
          descending: sort === '-createdAt',
          where: where({ ...filters, [filter]: undefined, createdFrom: undefined, createdTo: undefined }),
          ...options,
        });
    const items = await withIncidents(found.items, stories);
    return { ...found, items: items.map((row) => deliveryAnswer(row, now)) };
  },
});

const ever = { from: '0001', to: '9999' };

type Sought = Omit<Filters, 'limit' | 'cursor' | 'sort'>;
type Test = (row: DeliveryRow) => boolean;

const all =
  (tests: readonly Test[]): Test =>
  (row) =>
    tests.every((test) => test(row));

/** The remaining filters; `undefined` if the index applies all of them. */
const where = (filters: Sought): Test | undefined => {
  const tests = testsIn(filters);
  return tests.length ? all(tests) : undefined;
};

const testsIn = (filters: Sought): Test[] => {
  const { status, reference, routeId, driverId, vehicleId, customerId, priority, hasOpenIncidents } = filters;
  const { createdFrom = '', createdTo = '~', scheduledFrom: from = ever.from, scheduledTo: to = ever.to } = filters;
  const tests: readonly [isAsked: unknown, test: Test][] = [
    [status, (row) => status!.includes(row.status)],
    [reference, (row) => row.reference === reference],
    [routeId, (row) => row.route.routeId === routeId],
    [driverId, (row) => row.driver?.driverId === driverId],
    [vehicleId, (row) => row.vehicle?.vehicleId === vehicleId],
    [customerId, (row) => row.customerId === customerId],
    [priority, (row) => row.priority === priority],
    [filters.createdFrom ?? filters.createdTo, ({ createdAt }) => createdAt >= createdFrom && createdAt < createdTo],
    [filters.scheduledFrom ?? filters.scheduledTo, ({ route }) => overlaps(windowIn(route), { from, to })],
    [hasOpenIncidents !== undefined, (row) => row.incidents.some(({ resolvedAt }) => !resolvedAt) === hasOpenIncidents],
  ];
  return tests.flatMap(([isAsked, test]) => (isAsked ? [test] : []));
};

const windowIn = ({ scheduledStart, scheduledEnd }: DeliveryRow['route']) => ({
  from: scheduledStart,
  to: scheduledEnd,
});
