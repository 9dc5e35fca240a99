import { externalAggregate, z } from '@waybill/kernel';
import { DeliveryCreated } from '#events/deliveries';

/** The delivery that holds a booking, as far as the fleet reads it. */
export const bookedDelivery = externalAggregate('deliveries', 'delivery').begin(DeliveryCreated, ({ route }) => ({
  routeId: route.routeId,
}));

/** The delivery that holds the booking, its route and the window. */
export const BookedDeliveries = z
  .object({
    items: z
      .array(
        z
          .object({
            deliveryId: z.guid().describe('The delivery that holds the booking.'),
            routeId: z.guid().nullable().describe('Its route.'),
            from: z.iso.datetime().describe('When the booking begins.'),
            to: z.iso.datetime().describe('When it ends (exclusive).'),
          })
          .meta({ id: 'Booking', description: 'A window for which a delivery has booked a driver or a vehicle.' }),
      )
      .describe('The bookings, in order of time.'),
    nextCursor: z.string().optional().describe('The cursor of the next page; absent on the last page.'),
  })
  .meta({ id: 'Bookings', description: 'The bookings of a driver or a vehicle.' });
