import type { ChannelName } from '#events/comms';
import { NotificationSettled, type undeliverableReasons } from '#events/comms';
import { channelsFor } from '../channels/channel-rule.ts';
import { recordId } from '../content.ts';
import type { Notification } from '../notification.ts';
import { type Addresses, addressesOf } from '../recipient/addresses-of.ts';
import { hintOf } from '../recipient/hint-of.ts';
import { noPreference, type Preference, preferenceId } from '../recipient/preferences.ts';
import { quietUntil } from '../recipient/quiet-hours.ts';
import { refusedAddressId } from '../recipient/refused-addresses.ts';
import { type ChannelState, channelsIn, type Dispatch, historyUntil, isFinal } from './dispatch.ts';
import type { EngineAccess, EngineContext } from './needs.ts';

/** The channels to deliver by, or until when to wait. */
type Plan = { readonly channels: readonly ChannelName[] } | { readonly waitUntil: string };

interface Options {
  readonly notificationId: string;
  /** The channels that have a provider. */
  readonly provided: readonly ChannelName[];
}

/** A notification whose request is not in the table. Its message is delivered again. */
class NotificationMissing extends Error {
  override readonly name = 'NotificationMissing';
}

/** Chooses the channels of a notification, once: a message that arrives again gets those that are not final. */
export const plan = ({ notificationId, provided }: Options, { transact, org, now }: EngineContext): Promise<Plan> =>
  transact(async (access): Promise<Plan> => {
    const known = await access.dispatches.get(recordId(org, notificationId));
    if (known) return { channels: pendingIn(known.data) };
    const requested = await access.notification.state(notificationId);
    if (!requested) throw new NotificationMissing(notificationId);
    if (requested.status !== 'Pending') return { channels: [] };

    const addresses = await addressesOf(requested, access);
    const preference = (await access.preferences.get(preferenceId(org, requested)))?.data ?? noPreference;
    const respects = requested.urgency === 'normal' && !requested.sensitive;
    const quietHours = respects ? preference.quietHours : undefined;
    const waitUntil = quietUntil(quietHours, now());
    if (waitUntil) return { waitUntil };

    const chosen = await chosenFrom(access, org, { requested, preference, addresses, provided });
    if (typeof chosen === 'string') {
      await access.notification.append(
        notificationId,
        NotificationSettled({ to: 'Undeliverable', channels: {}, reason: chosen }),
      );
      return { channels: [] };
    }
    const { contactId, userId } = requested;
    const optOut = respects ? { contactId, userId } : undefined;
    const dispatch = { ...dispatchTo(chosen), quietHours, optOut, locale: addresses?.locale };
    await access.dispatches.put(recordId(org, notificationId), dispatch, historyUntil(now().toISOString()));
    return { channels: pendingIn(dispatch) };
  });

const pendingIn = (dispatch: Dispatch) =>
  channelsIn(dispatch).flatMap(([name, state]) => (isFinal(state) ? [] : [name]));

type Chosen = readonly (readonly [channel: ChannelName, to: string])[];

interface Choice {
  readonly requested: Notification;
  readonly preference: Preference;
  readonly addresses: Addresses | undefined;
  readonly provided: readonly ChannelName[];
}

/** The channels and their addresses, or why there are none. */
const chosenFrom = async (
  { refusedAddresses }: Pick<EngineAccess, 'refusedAddresses'>,
  org: string,
  { requested, preference, addresses, provided }: Choice,
): Promise<Chosen | (typeof undeliverableReasons)[number]> => {
  if (!addresses) return 'no-recipient';
  const wanted = channelsFor(requested, preference);
  if (!wanted.length) return 'opted-out';
  const reachable = wanted.flatMap((name): Chosen => {
    const to = addresses[name];
    return to !== undefined && provided.includes(name) ? [[name, to]] : [];
  });
  if (!reachable.length) return 'no-address';
  // What users asked for themselves, like a new password, is tried although the address has failed before.
  if (requested.sensitive) return reachable;
  const refused = await Promise.all(
    reachable.map(([name, to]) => refusedAddresses.get(refusedAddressId(org, name, to))),
  );
  const chosen = reachable.filter((_, i) => !refused[i]);
  return chosen.length ? chosen : 'address-refused';
};

const dispatchTo = (chosen: Chosen): Dispatch => {
  const state = (to: string): ChannelState => ({ status: 'Pending', to, hint: hintOf(to), attempts: 0, failures: 0 });
  return { channels: Object.fromEntries(chosen.map(([name, to]) => [name, state(to)])) };
};
