import { id, largePage, query, time, z } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { driverTime } from '#events/fleet';
import { BookedDeliveries, bookedDelivery } from '../availability/booked-delivery.ts';
import { driver } from '../driver.ts';

export const listDriverBookings = query({
  summary: 'List a driver’s bookings',
  description: 'The windows for which deliveries have booked the driver, in order of time.',
  route: 'GET /drivers/{driverId}/bookings',
  role: 'auditor',
  of: 'driver',
  input: z
    .strictObject({
      driverId: id().describe('The driver.'),
      from: time().optional().describe('Only bookings that end after this time.'),
      to: time().optional().describe('Only bookings that begin before this time; later than `from`.'),
      ...largePage,
    })
    .refine(({ from, to }) => !from || !to || from < to, { path: ['to'], error: 'must be after from' }),
  example: { driverId: exampleIds.driver },
  output: BookedDeliveries,
  reads: { drivers: driver, bookings: driverTime, deliveries: bookedDelivery },

  answer: async ({ driverId, ...filters }, { drivers, bookings, deliveries }) => {
    if (!(await drivers.state(driverId))) return undefined;
    const found = await bookings.page(driverId, filters);
    const items = found.items.map(async ({ holder, from, to }) => {
      const delivery = await deliveries.beginning(holder);
      return { deliveryId: holder, routeId: delivery?.routeId ?? null, from, to };
    });
    return { ...found, items: await Promise.all(items) };
  },
});
