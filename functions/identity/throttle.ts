import type { Unit } from '@waybill/auth';
import { digest, register } from '@waybill/kernel';
import type { Attempt } from './attempt.ts';
import { delayAfter } from './delay-after.ts';
import { isKnown } from './devices.ts';

interface Failures {
  readonly count: number;
  readonly lockedUntil: string;
}
interface Ceiling {
  readonly count: number;
  readonly since: string;
}

export const attempts = register<Failures>('identity', 'sign-in-attempts');
export const ceilings = register<Ceiling>('identity', 'sign-in-ceiling');
const forgottenAfterMs = 900_000;
const hourMs = 3_600_000;
const mostAnHour = 50;

export const attemptOf = (identifier: string, device: string, owner = identifier): Attempt => ({
  account: digest(identifier.toLowerCase()),
  device,
  owner: digest(owner.toLowerCase()),
});
const idOf = ({ account, device }: Attempt) => `${account}:${device}`;

/**
 * Counts an attempt as failed before it is made, so that a hundred at once are a hundred one after the other; whoever
 * succeeds is let off (`succeeded`). Answers for how many seconds there is nothing to try: 0, go ahead.
 */
export const tryOnce = async (unit: Unit, attempt: Attempt): Promise<number> => {
  const now = unit.now().getTime();
  const failures = await unit.entry(attempts, idOf(attempt));
  const locked = failures ? Date.parse(failures.data.lockedUntil) - now : 0;
  if (locked > 0) return Math.ceil(locked / 1000);

  // Whoever has signed in from here before is not kept out by what others try elsewhere.
  const ceiling = (await isKnown(unit, attempt)) ? undefined : await tooMany(unit, attempt, now);
  if (ceiling) return ceiling;

  const count = (failures?.data.count ?? 0) + 1;
  const until = now + delayAfter(count) * 1000;
  await unit.put(
    attempts,
    idOf(attempt),
    { count, lockedUntil: new Date(until).toISOString() },
    new Date(until + forgottenAfterMs).toISOString(),
  );
  return 0;
};

const tooMany = async (unit: Unit, { owner }: Attempt, now: number): Promise<number> => {
  const kept = (await unit.entry(ceilings, owner))?.data;
  const since = kept ? Date.parse(kept.since) : now;
  const count = kept?.count ?? 0;
  if (count >= mostAnHour) return Math.ceil((since + hourMs - now) / 1000);
  await unit.put(
    ceilings,
    owner,
    { count: count + 1, since: new Date(since).toISOString() },
    new Date(since + hourMs).toISOString(),
  );
  return 0;
};

/** It was no failure after all: nothing is held against the device, and the account's hour has one failure less. */
export const succeeded = async (unit: Unit, attempt: Attempt): Promise<void> => {
  await unit.remove(attempts, idOf(attempt));
  const kept = await unit.entry(ceilings, attempt.owner);
  if (!kept) return;
  if (kept.data.count > 1)
    await unit.put(ceilings, attempt.owner, { ...kept.data, count: kept.data.count - 1 }, kept.expiresAt);
  else await unit.remove(ceilings, attempt.owner);
};
