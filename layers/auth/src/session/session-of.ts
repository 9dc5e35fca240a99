import {
  type AccessOf,
  type Caller,
  declares,
  fingerprintMismatch,
  type HttpRequest,
  notSignedIn,
  type RefusalOf,
} from '@waybill/kernel';
import { SessionRevoked } from '../../../../events/identity.ts';
import { sessionStream } from '../acting/session-stream.ts';
import { type Session, sessions, type User, users } from '../models.ts';
import { fingerprintOf } from '../token/fingerprint-of.ts';
import { keptToken } from '../token/kept-token.ts';
import { bearerToken, showsToken } from '../token/request.ts';
import { sessionCookie } from '../token/session-cookie.ts';
import { libraryNeeds } from './library-needs.ts';
import { sessionsLiveSeconds } from './lifetimes.ts';

export const sessionOfNeeds = declares({
  reads: { ...libraryNeeds.reads, users },
  writes: { sessions, sessionStream },
});
type Access = AccessOf<typeof sessionOfNeeds>;

export const sessionOfRefuses = [notSignedIn, fingerprintMismatch] as const;

/** A user who is signed in. */
export interface Person {
  readonly user: User;
  readonly session: Session;
  /** Whether the session came in a cookie, which a browser sends automatically. */
  readonly byCookie: boolean;
}

interface Found {
  readonly person: Person;
  /** Without an organization. */
  readonly caller: Caller;
  readonly cookies: readonly string[];
}

const slideAfterMs = 24 * 3_600_000;

/**
 * The session of a request, from its cookie or `Authorization: Bearer`. A session in use is prolonged; one whose cookie
 * comes from another browser is ended and refused.
 *
 * @param now ISO-8601
 */
export const sessionOf = async (
  request: HttpRequest<unknown>,
  access: Access,
  now: string,
): Promise<Found | RefusalOf<typeof sessionOfRefuses>> => {
  const byCookie = !showsToken(request);
  const token = byCookie ? await inCookie(request, access) : bearerToken(request);
  if (!token) return notSignedIn();
  const kept = await access.sessions.findByUnique('token', keptToken(token));
  const user = kept && (await access.users.get(kept.data.userId))?.data;
  if (!kept || !user || kept.data.expiresAt <= now) return notSignedIn();
  if (byCookie && kept.data.fingerprint && kept.data.fingerprint !== fingerprintOf(request))
    return stolen(access, kept.data);
  const session = await slid(access, kept.data, now);
  const cookies = byCookie && session !== kept.data && session.remembered ? [renewed(request)] : [];
  return { person: { user, session, byCookie }, caller: callerOf(user, session), cookies };
};

/** Loads the library only for a cookie: at a cold start it takes longer than everything else that a request needs. */
const inCookie = async (request: HttpRequest<unknown>, access: Access): Promise<string | undefined> => {
  if (!request.header('cookie')?.includes(`${sessionCookie}=`)) return undefined;
  const { tokenInCookie } = await import('../token/token-in-cookie.ts');
  return tokenInCookie(request, access);
};

const callerOf = ({ id: userId }: User, { impersonatedBy }: Session): Caller => ({
  userId,
  orgId: '-',
  orgType: '-',
  role: 'auditor',
  ...(impersonatedBy && { impersonatedBy }),
});

/** Ends a session whose cookie came from another browser than the one in which it began. */
const stolen = async ({ sessions, sessionStream }: Access, { id, userId: by, impersonatedBy }: Session) => {
  await sessions.delete(id);
  const revoked = SessionRevoked({ userId: by, why: 'fingerprint' });
  await sessionStream.append(id, revoked, { by, impersonatedBy: impersonatedBy ?? undefined });
  return fingerprintMismatch();
};

/** A remembered session lasts for seven days from its last use, which is written at most once a day. */
const slid = async ({ sessions }: Access, session: Session, now: string): Promise<Session> => {
  const fresh = new Date(Date.parse(now) + sessionsLiveSeconds * 1000).toISOString();
  if (!session.remembered || Date.parse(fresh) - Date.parse(session.expiresAt) < slideAfterMs) return session;
  const next = { ...session, expiresAt: fresh, updatedAt: now };
  await sessions.put(session.id, next, fresh);
  return next;
};

/** The same cookie for another seven days. */
const renewed = ({ header }: HttpRequest<unknown>): string => {
  const [, value] = new RegExp(`(?:^|;\\s*)${sessionCookie}=([^;]+)`).exec(header('cookie') ?? '') ?? [];
  return `${sessionCookie}=${value}; Max-Age=${sessionsLiveSeconds}; Path=/; HttpOnly; Secure; SameSite=Lax`;
};
