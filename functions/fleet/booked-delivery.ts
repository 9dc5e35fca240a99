import { glimpse, z } from '@waybill/kernel';
import { DeliveryCreated } from '#events/deliveries';

/** What the fleet needs to know of the delivery that holds a booking. */
export const bookedDelivery = glimpse('deliveries', 'delivery').begin(DeliveryCreated, ({ route }) => ({
  routeId: route.routeId,
}));

/** Who has booked, for which route, from when to when. */
export const BookedDeliveries = z.object({
  items: z.array(
    z.object({ deliveryId: z.uuid(), routeId: z.uuid().nullable(), from: z.iso.datetime(), to: z.iso.datetime() }),
  ),
  nextCursor: z.string().optional(),
});
