import type { ChannelName } from '#events/comms';
import { type Content, recordId } from '../content.ts';
import { attemptId } from './attempts.ts';
import { type ChannelState, type Dispatch, historyUntil, isOver } from './dispatch.ts';
import type { EngineAccess, EngineContext } from './needs.ts';
import { retryDelay } from './retry.ts';
import { putDispatch, withChannel } from './settle.ts';

/** How long an attempt has the channel to itself: longer than its function may run. */
const leaseMs = 90_000;

export interface Attempting {
  readonly notificationId: string;
  readonly channel: ChannelName;
}

export type Claimed =
  | { readonly kind: 'done' | 'parked' }
  | { readonly kind: 'later'; readonly at: string }
  | { readonly kind: 'attempt'; readonly state: ChannelState; readonly dispatch: Dispatch; readonly content: Content };

/**
 * Begins an attempt: no other begins until its outcome is recorded or its lease ends. A lease without an outcome is an
 * attempt that was interrupted.
 */
export const claimAttempt = (what: Attempting, context: EngineContext): Promise<Claimed> =>
  context.transact(async (access): Promise<Claimed> => {
    const { notificationId, channel } = what;
    const { org, now, messageId, deliveries } = context;
    const id = recordId(org, notificationId);
    const dispatch = (await access.dispatches.get(id))?.data;
    const state = dispatch?.channels[channel];
    if (!dispatch || !state || isOver(state)) return { kind: 'done' };
    if (state.status === 'Parked' && deliveries > 1) return { kind: 'parked' };
    const busyUntil = later(state.notBefore, state.lease?.until);
    if (busyUntil && busyUntil > now().toISOString()) return { kind: 'later', at: busyUntil };

    const failures = await failuresOf(access, state, what, context);
    const put = (next: ChannelState) =>
      putDispatch(access, withChannel(dispatch, channel, next), { org, notificationId, now: now() });
    const content = (await access.contents.get(id))?.data;
    if (!content) {
      await put({ ...ended(state), status: 'Refused', reason: 'The content has expired.' });
      return { kind: 'done' };
    }
    if (retryDelay(failures) === undefined) {
      await put({ ...state, status: 'Parked', failures, lease: undefined });
      return { kind: 'parked' };
    }
    const until = new Date(now().getTime() + leaseMs).toISOString();
    const begun: ChannelState = {
      ...state,
      status: 'Pending',
      attempts: state.attempts + 1,
      failures,
      notBefore: undefined,
      lease: { messageId, until },
    };
    await access.dispatches.put(id, withChannel(dispatch, channel, begun), historyUntil(now().toISOString()));
    return { kind: 'attempt', state: begun, dispatch, content };
  });

const later = (a: string | undefined, b: string | undefined): string | undefined =>
  a !== undefined && b !== undefined ? (a > b ? a : b) : (a ?? b);

/** The failures so far; an interrupted attempt is one, and is recorded now. A parked channel begins anew. */
const failuresOf = async (
  { attempts }: Pick<EngineAccess, 'attempts'>,
  { status, lease, failures, attempts: number }: ChannelState,
  { notificationId, channel }: Attempting,
  { org, now }: EngineContext,
): Promise<number> => {
  if (status === 'Parked') return 0;
  if (!lease) return failures;
  const at = now().toISOString();
  const attempt = { of: recordId(org, notificationId), channel, number, at, outcome: 'interrupted' } as const;
  await attempts.put(attemptId(org, notificationId, channel, number), attempt, historyUntil(at));
  return failures + 1;
};

/** A channel whose state is final: without its address. */
export const ended = (state: ChannelState): ChannelState => ({
  ...state,
  to: undefined,
  lease: undefined,
  notBefore: undefined,
});
