import type { SendResult } from '@waybill/channels';
import { recordId } from '../content.ts';
import { quietUntil } from '../recipient/quiet-hours.ts';
import { refusedAddressId, refusedUntil } from '../recipient/refused-addresses.ts';
import { attemptId } from './attempts.ts';
import { type Attempting, ended } from './claim.ts';
import { type ChannelState, type Dispatch, historyUntil, isOver } from './dispatch.ts';
import type { EngineAccess, EngineContext } from './needs.ts';
import { retryDelay } from './retry.ts';
import { putDispatch, withChannel } from './settle.ts';

/** What to do after an attempt: nothing, another attempt at a time, or park the message. */
export type After = { readonly kind: 'done' | 'parked' } | { readonly kind: 'later'; readonly at: string };

/**
 * Records the outcome of an attempt and what follows. An attempt that has outlived its lease changes nothing, unless it
 * was the one that sent the message.
 */
export const recordOutcome = (
  what: Attempting,
  begun: ChannelState,
  result: SendResult,
  context: EngineContext,
): Promise<After> =>
  context.transact(async (access): Promise<After> => {
    const { notificationId, channel } = what;
    const { org, now } = context;
    await noteAttempt(access, what, begun, result, context);
    const dispatch = (await access.dispatches.get(recordId(org, notificationId)))?.data;
    const state = dispatch?.channels[channel];
    if (!dispatch || !state || isOver(state)) return { kind: 'done' };
    const isCurrent = state.attempts === begun.attempts && state.lease !== undefined;
    if (!isCurrent && result.outcome !== 'sent') return { kind: 'done' };

    if (result.outcome === 'refused' && result.of === 'address') {
      const at = now().toISOString();
      const id = refusedAddressId(org, channel, begun.to!);
      await access.refusedAddresses.put(id, { at, reason: result.reason }, refusedUntil(at));
    }
    const { next, after } = nextOf(dispatch, state, result, now());
    await putDispatch(access, withChannel(dispatch, channel, next), { org, notificationId, now: now() });
    return after;
  });

interface Next {
  readonly next: ChannelState;
  readonly after: After;
}

const nextOf = ({ quietHours }: Dispatch, state: ChannelState, result: SendResult, now: Date): Next => {
  if (result.outcome === 'sent') {
    const { providerMessageId } = result;
    return {
      next: { ...ended(state), status: 'Sent', providerMessageId, reason: undefined },
      after: { kind: 'done' },
    };
  }
  const { reason } = result;
  if (result.outcome === 'refused')
    return { next: { ...ended(state), status: 'Refused', reason }, after: { kind: 'done' } };
  const failures = state.failures + 1;
  const failed = { ...state, failures, lease: undefined, reason };
  const seconds = retryDelay(failures, result.retryAfterSeconds);
  if (seconds === undefined) return { next: { ...failed, status: 'Parked' }, after: { kind: 'parked' } };
  const then = new Date(now.getTime() + seconds * 1000);
  const at = quietUntil(quietHours, then) ?? then.toISOString();
  return { next: { ...failed, notBefore: at }, after: { kind: 'later', at } };
};

const noteAttempt = async (
  { attempts }: Pick<EngineAccess, 'attempts'>,
  { notificationId, channel }: Attempting,
  { attempts: number }: ChannelState,
  result: SendResult,
  { org, now }: EngineContext,
) => {
  const at = now().toISOString();
  const { outcome } = result;
  const said = result.outcome === 'sent' ? { providerMessageId: result.providerMessageId } : { reason: result.reason };
  const attempt = { of: recordId(org, notificationId), channel, number, at, outcome, ...said };
  await attempts.put(attemptId(org, notificationId, channel, number), attempt, historyUntil(at));
};
