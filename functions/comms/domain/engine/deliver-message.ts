import type { ChannelName } from '#events/comms';
import type { Channels } from '../channels/channels.ts';
import { unsubscribeUrlOf } from '../unsubscribe/unsubscribe-url.ts';
import { claimAttempt } from './claim.ts';
import type { EngineAccess, EngineContext } from './needs.ts';
import { plan } from './plan.ts';
import { recordOutcome } from './record-outcome.ts';
import { delayUntil } from './retry.ts';
import { type Claim, send } from './send.ts';

/** A message that goes to the dead letters: all attempts have failed. `redrive` begins anew. */
class AttemptsExhausted extends Error {
  override readonly name = 'AttemptsExhausted';
}

interface Message {
  readonly notificationId: string;
  readonly channel?: ChannelName | undefined;
}

/**
 * Delivers a notification: first it chooses the channels, then each channel has messages of its own.
 *
 * A message in the queue stands for work that is not finished: it is deleted after the next one is in the queue. So
 * a function may be stopped at any place, and a message may arrive more than once.
 */
export const deliverMessage = async (
  { notificationId, channel }: Message,
  access: Pick<EngineAccess, 'notificationsToDeliver' | 'unsubscribeKey'>,
  context: EngineContext,
  channels: Channels,
): Promise<void> => {
  const again = (at: string, message: Message) =>
    access.notificationsToDeliver(message, { delaySeconds: delayUntil(at, context.now()) });
  if (!channel) {
    const planned = await plan({ notificationId, provided: channels.provided }, context);
    if ('waitUntil' in planned) return again(planned.waitUntil, { notificationId });
    for (const name of planned.channels) await access.notificationsToDeliver({ notificationId, channel: name });
    return;
  }
  const what = { notificationId, channel };
  const claimed = await claimAttempt(what, context);
  const attempt = async (claim: Claim) => {
    const { optOut } = claim.dispatch;
    const unsubscribeUrl =
      optOut && channel === 'email'
        ? unsubscribeUrlOf(optOut, { org: context.org, key: await access.unsubscribeKey(), apiUrl: context.apiUrl() })
        : undefined;
    return send(what, claim, channels, { org: context.org, unsubscribeUrl });
  };
  const after =
    claimed.kind === 'attempt' ? await recordOutcome(what, claimed.state, await attempt(claimed), context) : claimed;
  if (after.kind === 'later') await again(after.at, what);
  if (after.kind === 'parked') throw new AttemptsExhausted(notificationId);
};
