import { aggregate } from '@waybill/kernel';
import {
  type ChannelName,
  type ChannelStatus,
  NotificationRead,
  NotificationRequested,
  NotificationSettled,
  settledStatuses,
  type Urgency,
} from '#events/comms';

export const notificationStatuses = ['Pending', ...settledStatuses] as const;
export type NotificationStatus = (typeof notificationStatuses)[number];

export interface Notification {
  readonly contactId?: string | undefined;
  readonly userId?: string | undefined;
  readonly urgency: Urgency;
  readonly sensitive: boolean;
  readonly status: NotificationStatus;
  /** Once it is settled. */
  readonly channels?: Readonly<Partial<Record<ChannelName, ChannelStatus | undefined>>>;
  /** Of a notification to a user: whether it was read in the inbox. */
  readonly read?: true;
}

/** One message for one recipient. Its content and the state of its channels are records beside it. */
export const notification = aggregate('comms', 'notification')
  .begin(NotificationRequested, (requested): Notification => ({ ...requested, status: 'Pending' }))
  .on(NotificationSettled, (notification, { to, channels }) => ({ ...notification, status: to, channels }))
  .on(NotificationRead, (notification) => ({ ...notification, read: true }));
