import type { Platform } from '@waybill/kernel';
import { beforeAll, describe, expect, test } from 'vitest';
import { dynamoPlatforms } from '../../kernel/support/platforms.ts';
import {
  type Answered,
  ask,
  aUser,
  goodPassword,
  otherPassword,
  someEmail,
  someIp,
} from '../support/identity-in-memory.ts';

// The time of an answer must not reveal whether an address is known. Requests for known and unknown addresses
// alternate,
// in changing order, so that load on the machine affects both. A measurement out of tolerance is repeated.

const runs = 33;
const measurements = 3;
const tolerance = 0.2;

const median = (all: readonly number[]) => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)]!;

const timed = async (work: Promise<Answered>) => {
  const from = performance.now();
  const answered = await work;
  return { took: performance.now() - from, status: answered.status };
};

describe('requests for known and unknown addresses take the same time', () => {
  const open = dynamoPlatforms();
  let platform: Platform;
  let proved: string[];
  let unproved: string[];
  /** Usernames of accounts with a verified address. */
  let names: string[];

  beforeAll(async () => {
    platform = await open();
    const all = Array.from({ length: runs }, (_, i) => i);
    proved = [];
    names = [];
    unproved = [];
    for (const _ of all) {
      const person = await aUser(platform);
      proved.push(person.email);
      names.push(person.username);
      const email = someEmail();
      await ask(platform, 'signUp', { email, password: goodPassword, name: 'Ada Byron' }, { ip: someIp() });
      unproved.push(email);
    }
  });

  const measured = async (call: (email: string, ip: string) => Promise<Answered>, known: readonly string[]) => {
    const took: Record<'known' | 'unknown', number[]> = { known: [], unknown: [] };
    const statuses = new Set<number>();
    const one = async (which: 'known' | 'unknown', email: string) => {
      const { took: ms, status } = await timed(call(email, someIp()));
      took[which].push(ms);
      statuses.add(status);
    };
    for (const [i, email] of known.entries()) {
      const turns = [() => one('known', email), () => one('unknown', someEmail())];
      for (const turn of i % 2 ? turns : turns.toReversed()) await turn();
    }
    expect([...statuses]).toHaveLength(1);
    return median(took.known) / median(took.unknown);
  };

  test.each([
    [
      'signing in with a wrong password',
      (email: string, ip: string) => ask(platform, 'signIn', { email, password: otherPassword }, { ip }),
      () => proved,
    ],
    [
      'signing in by a username',
      (named: string, ip: string) =>
        ask(
          platform,
          'signIn',
          { username: named.split('@')[0]!.replaceAll('-', '_').slice(0, 30), password: otherPassword },
          { ip },
        ),
      () => names,
    ],
    [
      'signing up',
      (email: string, ip: string) =>
        ask(platform, 'signUp', { email, password: goodPassword, name: 'Ada Byron' }, { ip }),
      () => proved,
    ],
    [
      'signing up with an address that is not verified',
      (email: string, ip: string) =>
        ask(platform, 'signUp', { email, password: goodPassword, name: 'Ada Byron' }, { ip }),
      () => unproved,
    ],
    [
      'signing in with an address that is not verified',
      (email: string, ip: string) => ask(platform, 'signIn', { email, password: goodPassword }, { ip }),
      () => unproved,
    ],
    [
      'signing in with a made-up device token',
      (email: string, ip: string) =>
        ask(platform, 'signIn', { email, password: otherPassword, device: 'x'.repeat(43) }, { ip }),
      () => proved,
    ],
    [
      'requesting a password reset',
      (email: string, ip: string) => ask(platform, 'requestPasswordReset', { email }, { ip }),
      () => proved,
    ],
    [
      'requesting a password reset for an address that is not verified',
      (email: string, ip: string) => ask(platform, 'requestPasswordReset', { email }, { ip }),
      () => unproved,
    ],
    [
      'requesting a sign-in link',
      (email: string, ip: string) => ask(platform, 'requestSignInLink', { email }, { ip }),
      () => proved,
    ],
    [
      'requesting a verification link',
      (email: string, ip: string) => ask(platform, 'requestVerification', { email }, { ip }),
      () => unproved,
    ],
    [
      'requesting a verification link for a verified address',
      (email: string, ip: string) => ask(platform, 'requestVerification', { email }, { ip }),
      () => proved,
    ],
  ] as const)('when %s', async (_, call, known) => {
    const ratios: number[] = [];
    while (ratios.length < measurements) {
      const ratio = await measured(call, known());
      ratios.push(ratio);
      if (Math.abs(ratio - 1) <= tolerance) return;
    }
    expect(ratios, 'ratios of times, known to unknown').toEqual([]);
  });
});
