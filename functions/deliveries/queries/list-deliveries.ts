import { bool, csv, id, optionalText, overlaps, page, pageOf, query, time, z } from '@waybill/kernel';
import { DeliveryStatus, Priority } from '#events/deliveries';
import { DeliveryAnswer, deliveryAnswer } from '../delivery-answer.ts';
import type { DeliveryRow } from '../delivery-row.ts';
import { deliveryRow } from '../projections/delivery-row.ts';
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
      .meta({ default: '-createdAt', description: 'Oldest or newest first.' }),
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
  reads: { deliveries: deliveryRow, references },

  answer: async ({ limit, cursor, ...filters }, { deliveries, references }, { now }) => {
    const { routeId, reference, createdFrom, createdTo, sort } = filters;
    const asked = { limit, cursor, asked: filters };
    const found = reference
      ? await deliveries.only(await references.holder(reference), { ...asked, where: whole(filters) })
      : await deliveries.list(routeId ? 'route' : 'all', {
          by: routeId,
          from: createdFrom,
          to: createdTo,
          descending: sort === '-createdAt',
          where: where(filters),
          ...asked,
        });
    return { ...found, items: found.items.map((row) => deliveryAnswer(row, now)) };
  },
});

const ever = { from: '0001', to: '9999' };

type Sought = Omit<Filters, 'limit' | 'cursor'>;
type Test = (row: DeliveryRow) => boolean;

const all =
  (tests: readonly Test[]): Test =>
  (row) =>
    tests.every((test) => test(row));

/** What no index answers; nothing, if there is nothing of that kind. */
const where = (filters: Sought): Test | undefined => {
  const tests = testsIn(filters);
  return tests.length ? all(tests) : undefined;
};

/** All of it, for a row that was found by something else than an index. */
const whole = (filters: Sought): Test => {
  const { routeId, reference, createdFrom = '', createdTo = '~' } = filters;
  return all([
    (row) => row.reference === reference && (!routeId || row.route.routeId === routeId),
    ({ createdAt }) => createdAt >= createdFrom && createdAt < createdTo,
    ...testsIn(filters),
  ]);
};

const testsIn = (filters: Sought): Test[] => {
  const { status, driverId, vehicleId, customerId, priority, hasOpenIncidents } = filters;
  const { scheduledFrom: from = ever.from, scheduledTo: to = ever.to } = filters;
  return [
    ...(status ? [(row: DeliveryRow) => status.includes(row.status)] : []),
    ...(driverId ? [(row: DeliveryRow) => row.driver?.driverId === driverId] : []),
    ...(vehicleId ? [(row: DeliveryRow) => row.vehicle?.vehicleId === vehicleId] : []),
    ...(customerId ? [(row: DeliveryRow) => row.customerId === customerId] : []),
    ...(priority ? [(row: DeliveryRow) => row.priority === priority] : []),
    ...(hasOpenIncidents === undefined
      ? []
      : [(row: DeliveryRow) => row.incidents.some(({ resolvedAt }) => !resolvedAt) === hasOpenIncidents]),
    ...((filters.scheduledFrom ?? filters.scheduledTo)
      ? [({ route }: DeliveryRow) => overlaps({ from: route.scheduledStart, to: route.scheduledEnd }, { from, to })]
      : []),
  ];
};
