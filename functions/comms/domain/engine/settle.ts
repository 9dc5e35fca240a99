import { NotificationSettled, type settledStatuses } from '#events/comms';
import { recordId } from '../content.ts';
import { channelsIn, type Dispatch, historyUntil, isFinal } from './dispatch.ts';
import type { EngineAccess } from './needs.ts';

interface About {
  readonly org: string;
  readonly notificationId: string;
  readonly now: Date;
}

/** Writes the state of the channels and, if all are final, that the notification is settled. */
export const putDispatch = async (
  access: Pick<EngineAccess, 'dispatches' | 'notification' | 'contents'>,
  dispatch: Dispatch,
  { org, notificationId, now }: About,
): Promise<void> => {
  const id = recordId(org, notificationId);
  const before = await access.dispatches.get(id);
  await access.dispatches.put(id, dispatch, before?.expiresAt ?? historyUntil(now.toISOString()));
  const channels = channelsIn(dispatch);
  if (!channels.every(([, state]) => isFinal(state))) return;
  const to = statusOf(dispatch);
  const { status, sensitive } = (await access.notification.state(notificationId))!;
  const statuses = Object.fromEntries(channels.map(([name, state]) => [name, state.status]));
  if (status !== to) await access.notification.append(notificationId, NotificationSettled({ to, channels: statuses }));
  const isParked = channels.some(([, state]) => state.status === 'Parked');
  if (sensitive && !isParked) await access.contents.delete(id);
};

const statusOf = (dispatch: Dispatch): (typeof settledStatuses)[number] => {
  const channels = channelsIn(dispatch);
  const sent = channels.filter(([, { status }]) => status === 'Sent').length;
  if (sent === channels.length) return 'Delivered';
  return sent ? 'PartlyDelivered' : 'Failed';
};

/** The channels of a dispatch after a change of one. */
export const withChannel = (
  dispatch: Dispatch,
  channel: keyof Dispatch['channels'],
  state: NonNullable<Dispatch['channels'][typeof channel]>,
): Dispatch => ({ ...dispatch, channels: { ...dispatch.channels, [channel]: state } });
