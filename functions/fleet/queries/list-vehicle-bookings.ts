import { id, page, query, time, wholeNumber, z } from '@waybill/kernel';
import { vehicleTime } from '#events/fleet';
import { BookedDeliveries, bookedDelivery } from '../booked-delivery.ts';
import { vehicle } from '../vehicle.ts';

export const listVehicleBookings = query({
  summary: 'When a vehicle is taken, and by which deliveries',
  route: 'GET /vehicles/{vehicleId}/bookings',
  role: 'auditor',
  of: 'vehicle',
  input: z
    .strictObject({
      vehicleId: id(),
      from: time().optional(),
      to: time().optional(),
      limit: wholeNumber(1, 100).default(100).meta({ default: 100 }),
      cursor: page.cursor,
    })
    .refine(({ from, to }) => !from || !to || from < to, { path: ['to'], error: 'must be after from' }),
  output: BookedDeliveries,
  reads: { vehicles: vehicle, bookings: vehicleTime, deliveries: bookedDelivery },

  answer: async ({ vehicleId, ...asked }, { vehicles, bookings, deliveries }) => {
    if (!(await vehicles.state(vehicleId))) return undefined;
    const found = await bookings.page(vehicleId, asked);
    const items = found.items.map(async ({ holder, from, to }) => {
      const delivery = await deliveries.beginning(holder);
      return { deliveryId: holder, routeId: delivery?.routeId ?? null, from, to };
    });
    return { ...found, items: await Promise.all(items) };
  },
});
