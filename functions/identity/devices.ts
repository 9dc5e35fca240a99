import type { Unit } from '@waybill/auth';
import { register } from '@waybill/kernel';
import type { Attempt } from './attempt.ts';

/** A device from which somebody has signed in before, by what they called themselves. */
export interface KnownDevice {
  readonly userId: string;
}

export const knownDevices = register<KnownDevice>('identity', 'known-device', { under: ['userId'] });

/** Known for 90 days after it was last seen. */
const knownDays = 90;
const idOf = ({ account, device }: Attempt) => `${account}:${device}`;

export const knowDevice = (unit: Unit, attempt: Attempt, userId: string): Promise<void> =>
  unit.put(
    knownDevices,
    idOf(attempt),
    { userId },
    new Date(unit.now().getTime() + knownDays * 86_400_000).toISOString(),
  );

export const isKnown = async (unit: Unit, attempt: Attempt): Promise<boolean> =>
  (await unit.entry(knownDevices, idOf(attempt))) !== undefined;

/** Whoever had the password is a stranger again. */
export const forgetDevices = async (unit: Unit, userId: string): Promise<void> => {
  for (const { id } of await unit.under(knownDevices, 'userId', userId)) await unit.remove(knownDevices, id);
};
