import { keptToken, sessions, sessionsLiveSeconds, shortSessionsLiveSeconds, type Unit } from '@waybill/auth';
import type { HttpRequest, Reach } from '@waybill/kernel';
import { SignedIn } from '#events/identity';
import { memberships } from './memberships.ts';
import { fingerprintOf } from './person.ts';
import { noteSignIn, signIns } from './sign-ins.ts';
import { sessionStream, streamOf } from './streams.ts';
import { whereabouts } from './whereabouts.ts';

/** For whoever begins a session. */
export const beginSessionReaches: readonly Reach[] = [
  { to: 'keep', register: sessions },
  { to: 'append', source: sessionStream },
  { to: 'consult', register: memberships },
  { to: 'keep', register: signIns },
];
export type How = 'password' | 'totp' | 'backup-code' | 'verification' | 'link';

interface Begun {
  readonly token: string;
  readonly how: How;
  readonly rememberMe: boolean;
}

/** What the house adds to a session that the library has just made: where it is, how long it lives, and for whom one works. */
export const beginSession = async (unit: Unit, request: HttpRequest<unknown>, { token, how, rememberMe }: Begun) => {
  const made = await unit.findByUnique(sessions, 'token', keptToken(token));
  if (!made) throw new Error('the session is not there');
  const { userId } = made.data;
  const { ip, device, place } = whereabouts(request);
  const lives = rememberMe ? sessionsLiveSeconds : shortSessionsLiveSeconds;
  const expiresAt = new Date(unit.now().getTime() + lives * 1000).toISOString();
  // Whoever belongs to one organisation works for it; others say which.
  const [only, ...more] = await unit.findBy(memberships, 'userId', userId);
  const session = {
    ...made.data,
    ipAddress: ip,
    userAgent: device,
    fingerprint: fingerprintOf(request),
    remembered: rememberMe,
    activeOrganizationId: only && more.length === 0 ? only.data.organizationId : null,
    expiresAt,
  };
  await unit.put(sessions, session.id, session, expiresAt);
  unit.tell(streamOf('session', session.id), SignedIn({ userId, how, ip, device }), userId);
  await noteSignIn(unit, { userId, outcome: 'SignedIn', how, ip, device, place });
  return session;
};
