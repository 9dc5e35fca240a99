import { externalAggregate, z } from '@waybill/kernel';
import { DeliveryCreated } from '#events/deliveries';

/** What the fleet needs to know of the delivery that holds a booking. */
export const bookedDelivery = externalAggregate('deliveries', 'delivery').begin(DeliveryCreated, ({ route }) => ({
  routeId: route.routeId,
}));

/** Who has booked, for which route, from when to when. */
export const BookedDeliveries = z
  .object({
    items: z
      .array(
        z
          .object({
            deliveryId: z.guid().describe('The delivery that holds the booking.'),
            routeId: z.guid().nullable().describe('Its route.'),
            from: z.iso.datetime().describe('When the booking begins.'),
            to: z.iso.datetime().describe('When it ends; that moment is free again.'),
          })
          .meta({ id: 'Booking', description: 'A window for which a delivery has a driver or a vehicle.' }),
      )
      .describe('The bookings, in the order of time.'),
    nextCursor: z.string().optional().describe('Where the next page begins; absent on the last one.'),
  })
  .meta({ id: 'Bookings', description: 'The bookings of a driver or a vehicle.' });
