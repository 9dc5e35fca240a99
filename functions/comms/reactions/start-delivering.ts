import { reaction } from '@waybill/kernel';
import { NotificationRequested } from '#events/comms';
import { notificationsToDeliver } from '../domain/engine/queue.ts';

/**
 * Puts a notification into the queue of `deliver`, which can wait and try again. `acceptMail` does so itself for mails
 * about accounts, which belong to no organization.
 */
export const startDelivering = reaction({
  name: 'startDelivering',
  on: [NotificationRequested],
  uses: { notificationsToDeliver },
  react: async ({ org, aggregateId: notificationId }, { notificationsToDeliver }) => {
    if (org !== '-') await notificationsToDeliver({ notificationId });
  },
});
