import { reaction } from '@waybill/kernel';
import { NotificationRequested } from '#events/comms';
import { notificationsToDeliver } from '../domain/engine/queue.ts';

/** Puts a notification into the queue of `deliver`, which can wait and try again. */
export const startDelivering = reaction({
  name: 'startDelivering',
  on: [NotificationRequested],
  uses: { notificationsToDeliver },
  react: ({ aggregateId: notificationId }, { notificationsToDeliver }) => notificationsToDeliver({ notificationId }),
});
