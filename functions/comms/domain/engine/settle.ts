import { type ChannelStatus, NotificationSettled, type settledStatuses } from '#events/comms';
import { recordId } from '../content.ts';
import type { Notification } from '../notification.ts';
import { channelsIn, type Dispatch, historyUntil, isFinal } from './dispatch.ts';
import type { EngineAccess } from './needs.ts';

interface About {
  readonly org: string;
  readonly notificationId: string;
  readonly now: Date;
  /** Who has caused it, if not the function's caller. */
  readonly by?: string | undefined;
}

/** Writes the state of the channels and, if all are final, that the notification is settled. */
export const putDispatch = async (
  access: Pick<EngineAccess, 'dispatches' | 'notification' | 'contents'>,
  dispatch: Dispatch,
  about: About,
): Promise<void> => {
  const settled = await putChannels(access, dispatch, about);
  const isParked = channelsIn(dispatch).some(([, { status }]) => status === 'Parked');
  if (settled?.sensitive && !isParked) await access.contents.delete(recordId(about.org, about.notificationId));
};

/** The same without the content: once it is settled, its content does not matter. Gives the notification, if all are final. */
export const putChannels = async (
  access: Pick<EngineAccess, 'dispatches' | 'notification'>,
  dispatch: Dispatch,
  { org, notificationId, now, by }: About,
): Promise<Notification | undefined> => {
  const id = recordId(org, notificationId);
  const before = await access.dispatches.get(id);
  await access.dispatches.put(id, dispatch, before?.expiresAt ?? historyUntil(now.toISOString()));
  const channels = channelsIn(dispatch);
  if (!channels.every(([, state]) => isFinal(state))) return undefined;
  const to = statusOf(dispatch);
  const known = (await access.notification.state(notificationId, { org }))!;
  const isNews = known.status !== to || channels.some(([name, { status }]) => status !== known.channels?.[name]);
  const statuses = Object.fromEntries(channels.map(([name, { status }]) => [name, status]));
  const settled = NotificationSettled({ to, channels: statuses });
  if (isNews) await access.notification.append(notificationId, settled, { org, by });
  return known;
};

const succeeded: readonly ChannelStatus[] = ['Sent', 'Delivered', 'Complained'];

const statusOf = (dispatch: Dispatch): (typeof settledStatuses)[number] => {
  const channels = channelsIn(dispatch);
  const sent = channels.filter(([, { status }]) => succeeded.includes(status)).length;
  if (sent === channels.length) return 'Delivered';
  return sent ? 'PartlyDelivered' : 'Failed';
};

/** The channels of a dispatch after a change of one. */
export const withChannel = (
  dispatch: Dispatch,
  channel: keyof Dispatch['channels'],
  state: NonNullable<Dispatch['channels'][typeof channel]>,
): Dispatch => ({ ...dispatch, channels: { ...dispatch.channels, [channel]: state } });
