import { id, query, time, z } from '@waybill/kernel';
import { driverTime } from '#events/fleet';
import { BookedDeliveries, bookedDelivery } from '../booked-delivery.ts';
import { bookingsWithin } from '../bookings-within.ts';
import { driver } from '../driver.ts';

export const listDriverBookings = query({
  summary: 'When a driver is taken, and by which deliveries',
  route: 'GET /drivers/{driverId}/bookings',
  role: 'auditor',
  of: 'driver',
  input: z
    .strictObject({ driverId: id(), from: time().optional(), to: time().optional() })
    .refine(({ from, to }) => !from || !to || from < to, { path: ['to'], error: 'must be after from' }),
  output: BookedDeliveries,
  reads: { drivers: driver, bookings: driverTime, deliveries: bookedDelivery },

  answer: async ({ driverId, from, to }, { drivers, bookings, deliveries }) => {
    if (!(await drivers.state(driverId))) return undefined;
    const items = bookingsWithin(await bookings.of(driverId), { from, to }).map(async ({ holder, from, to }) => {
      const delivery = await deliveries.state(holder);
      return { deliveryId: holder, routeId: delivery?.routeId ?? null, from, to };
    });
    return { items: await Promise.all(items) };
  },
});
