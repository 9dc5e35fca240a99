import { id, largePage, query, time, z } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { vehicleTime } from '#events/fleet';
import { BookedDeliveries, bookedDelivery } from '../availability/booked-delivery.ts';
import { vehicle } from '../vehicle.ts';

export const listVehicleBookings = query({
  summary: 'List a vehicle’s bookings',
  description: 'The windows for which deliveries have booked the vehicle, in order of time.',
  route: 'GET /vehicles/{vehicleId}/bookings',
  role: 'auditor',
  of: 'vehicle',
  input: z
    .strictObject({
      vehicleId: id().describe('The vehicle.'),
      from: time().optional().describe('Only bookings that end after this time.'),
      to: time().optional().describe('Only bookings that begin before this time; later than `from`.'),
      ...largePage,
    })
    .refine(({ from, to }) => !from || !to || from < to, { path: ['to'], error: 'must be after from' }),
  example: { vehicleId: exampleIds.vehicle },
  output: BookedDeliveries,
  reads: { vehicles: vehicle, bookings: vehicleTime, deliveries: bookedDelivery },

  answer: async ({ vehicleId, ...filters }, { vehicles, bookings, deliveries }) => {
    if (!(await vehicles.state(vehicleId))) return undefined;
    const found = await bookings.page(vehicleId, filters);
    const items = found.items.map(async ({ holder, from, to }) => {
      const delivery = await deliveries.beginning(holder);
      return { deliveryId: holder, routeId: delivery?.routeId ?? null, from, to };
    });
    return { ...found, items: await Promise.all(items) };
  },
});
