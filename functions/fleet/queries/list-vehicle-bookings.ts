import { id, query, time, z } from '@waybill/kernel';
import { vehicleTime } from '#events/fleet';
import { BookedDeliveries, bookedDelivery } from '../booked-delivery.ts';
import { bookingsWithin } from '../bookings-within.ts';
import { vehicle } from '../vehicle.ts';

export const listVehicleBookings = query({
  summary: 'When a vehicle is taken, and by which deliveries',
  route: 'GET /vehicles/{vehicleId}/bookings',
  role: 'auditor',
  of: 'vehicle',
  input: z
    .strictObject({ vehicleId: id(), from: time().optional(), to: time().optional() })
    .refine(({ from, to }) => !from || !to || from < to, { path: ['to'], error: 'must be after from' }),
  output: BookedDeliveries,
  reads: { vehicles: vehicle, bookings: vehicleTime, deliveries: bookedDelivery },

  answer: async ({ vehicleId, from, to }, { vehicles, bookings, deliveries }) => {
    if (!(await vehicles.state(vehicleId))) return undefined;
    const items = bookingsWithin(await bookings.of(vehicleId), { from, to }).map(async ({ holder, from, to }) => {
      const delivery = await deliveries.state(holder);
      return { deliveryId: holder, routeId: delivery?.routeId ?? null, from, to };
    });
    return { items: await Promise.all(items) };
  },
});
