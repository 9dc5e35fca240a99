import { id, queue, z } from '@waybill/kernel';
import { channelNames } from '#events/comms';

/** Notifications to deliver. Without a channel: choose the channels first. */
export const notificationsToDeliver = queue(
  'notifications',
  z.strictObject({ notificationId: id(), channel: z.enum(channelNames).optional() }),
);
