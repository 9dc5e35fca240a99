import { id, page, query, time, wholeNumber, z } from '@waybill/kernel';
import { driverTime } from '#events/fleet';
import { BookedDeliveries, bookedDelivery } from '../booked-delivery.ts';
import { driver } from '../driver.ts';

export const listDriverBookings = query({
  summary: 'When a driver is taken, and by which deliveries',
  route: 'GET /drivers/{driverId}/bookings',
  role: 'auditor',
  of: 'driver',
  input: z
    .strictObject({
      driverId: id(),
      from: time().optional(),
      to: time().optional(),
      limit: wholeNumber(1, 100).default(100).meta({ default: 100 }),
      cursor: page.cursor,
    })
    .refine(({ from, to }) => !from || !to || from < to, { path: ['to'], error: 'must be after from' }),
  output: BookedDeliveries,
  reads: { drivers: driver, bookings: driverTime, deliveries: bookedDelivery },

  answer: async ({ driverId, ...asked }, { drivers, bookings, deliveries }) => {
    if (!(await drivers.state(driverId))) return undefined;
    const found = await bookings.page(driverId, asked);
    const items = found.items.map(async ({ holder, from, to }) => {
      const delivery = await deliveries.beginning(holder);
      return { deliveryId: holder, routeId: delivery?.routeId ?? null, from, to };
    });
    return { ...found, items: await Promise.all(items) };
  },
});
