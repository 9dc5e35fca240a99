import {
  fingerprintOf,
  keptToken,
  sessionStream,
  sessions,
  sessionsLiveSeconds,
  shortSessionsLiveSeconds,
} from '@waybill/auth';
import { type AccessOf, declares, type RequestContext } from '@waybill/kernel';
import { SignedIn } from '#events/identity';
import { memberships } from '#events/organizations';
import { requestOrigin } from '../sign-in/request-origin.ts';
import { noteSignIn, signIns } from '../sign-in/sign-ins.ts';

export const beginSessionNeeds = declares({ reads: { memberships }, writes: { sessions, sessionStream, signIns } });
export type How = 'password' | 'totp' | 'backup-code' | 'verification' | 'link';

interface Begun {
  readonly token: string;
  readonly how: How;
  readonly rememberMe: boolean;
}

/** Completes a session that the library has just created: its origin, its lifetime and its active organization. */
export const beginSession = async (
  access: AccessOf<typeof beginSessionNeeds>,
  context: RequestContext<unknown>,
  { token, how, rememberMe }: Begun,
) => {
  const made = await access.sessions.findByUnique('token', keptToken(token));
  if (!made) throw new Error('the session is not there');
  const { userId } = made.data;
  const { ip, device, place } = requestOrigin(context);
  const lives = rememberMe ? sessionsLiveSeconds : shortSessionsLiveSeconds;
  const expiresAt = new Date(Date.parse(context.now) + lives * 1000).toISOString();
  // If the user has exactly one organization, it becomes active. Members of several choose one.
  const [only, ...more] = await access.memberships.findBy('userId', userId);
  const session = {
    ...made.data,
    ipAddress: ip,
    userAgent: device,
    fingerprint: fingerprintOf(context),
    remembered: rememberMe,
    activeOrganizationId: only && more.length === 0 ? only.data.organizationId : null,
    expiresAt,
  };
  await access.sessions.put(session.id, session, expiresAt);
  await access.sessionStream.append(session.id, SignedIn({ userId, how, ip, device }), { by: userId });
  await noteSignIn(access, { userId, outcome: 'SignedIn', how, ip, device, place }, context.now);
  return session;
};
