import { flag, id, optionalText, overlaps, page, pageOf, query, several, time, z } from '@waybill/kernel';
import { deliveryStatuses, Priority } from '#events/deliveries';
import { DeliveryAnswer, deliveryAnswer } from '../delivery-answer.ts';
import type { DeliveryRow } from '../delivery-row.ts';
import { deliveryRow } from '../projections/delivery-row.ts';
import { references } from '../references.ts';

const upsideDown = (from?: string, to?: string) => from !== undefined && to !== undefined && from >= to;

const Filters = z
  .strictObject({
    status: several(deliveryStatuses),
    routeId: id().optional(),
    driverId: id().optional(),
    vehicleId: id().optional(),
    customerId: id().optional(),
    priority: Priority.optional(),
    reference: optionalText(64),
    createdFrom: time().optional(),
    createdTo: time().optional(),
    scheduledFrom: time().optional(),
    scheduledTo: time().optional(),
    hasOpenIncidents: flag().optional(),
    sort: z.enum(['createdAt', '-createdAt']).default('-createdAt'),
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
  summary: 'Deliveries, by any combination of filters',
  route: 'GET /deliveries',
  role: 'auditor',
  input: Filters,
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
