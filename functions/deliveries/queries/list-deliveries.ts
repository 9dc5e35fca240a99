import { flag, id, optionalText, overlaps, page, pageOf, query, several, time, z } from '@waybill/kernel';
import { deliveryStatuses, Priority } from '#events/deliveries';
import { DeliveryAnswer, deliveryAnswer } from '../delivery-answer.ts';
import type { DeliveryRow } from '../delivery-row.ts';
import { deliveryRow } from '../projections/delivery-row.ts';

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
  reads: { deliveries: deliveryRow },

  answer: async ({ limit, cursor, ...filters }, { deliveries }, { now }) => {
    const { routeId, createdFrom, createdTo, sort } = filters;
    const found = await deliveries.list(routeId ? 'route' : 'all', {
      ...(routeId && { by: routeId }),
      from: createdFrom,
      to: createdTo,
      descending: sort === '-createdAt',
      limit,
      cursor,
      asked: filters,
      ...where(filters),
    });
    return { ...found, items: found.items.map((row) => deliveryAnswer(row, now)) };
  },
});

const ever = { from: '0001', to: '9999' };

/** What no index answers; nothing, if there is nothing of that kind. */
const where = (filters: Omit<Filters, 'limit' | 'cursor'>): { where?: (row: DeliveryRow) => boolean } => {
  const { status, driverId, vehicleId, customerId, priority, reference, hasOpenIncidents } = filters;
  const { scheduledFrom: from = ever.from, scheduledTo: to = ever.to } = filters;
  const tests: ((row: DeliveryRow) => boolean)[] = [
    ...(status ? [(row: DeliveryRow) => status.includes(row.status)] : []),
    ...(driverId ? [(row: DeliveryRow) => row.driver?.driverId === driverId] : []),
    ...(vehicleId ? [(row: DeliveryRow) => row.vehicle?.vehicleId === vehicleId] : []),
    ...(customerId ? [(row: DeliveryRow) => row.customerId === customerId] : []),
    ...(priority ? [(row: DeliveryRow) => row.priority === priority] : []),
    ...(reference ? [(row: DeliveryRow) => row.reference === reference] : []),
    ...(hasOpenIncidents === undefined
      ? []
      : [(row: DeliveryRow) => row.incidents.some(({ resolvedAt }) => !resolvedAt) === hasOpenIncidents]),
    ...((filters.scheduledFrom ?? filters.scheduledTo)
      ? [({ route }: DeliveryRow) => overlaps({ from: route.scheduledStart, to: route.scheduledEnd }, { from, to })]
      : []),
  ];
  return tests.length ? { where: (row) => tests.every((test) => test(row)) } : {};
};
