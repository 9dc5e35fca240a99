import { keptToken, type Session, sessions, sessionsLiveSeconds, type Unit, type User, users } from '@waybill/auth';
import {
  fingerprint,
  fingerprintMismatch,
  type HttpRequest,
  notSignedIn,
  type Platform,
  Problem,
  type Reach,
} from '@waybill/kernel';
import { SessionRevoked } from '#events/identity';
import { knowsAuthSecret } from './auth-secret.ts';
import { sessionCookie } from './cookies.ts';
import { library } from './library.ts';
import { problemIn } from './problem-in.ts';
import { headersOf, showsToken } from './request.ts';
import { sessionStream, streamOf } from './streams.ts';

/** Somebody who is signed in. */
export interface Person {
  readonly user: User;
  readonly session: Session;
  /** In a browser, which sends its cookies whether it was asked to or not. */
  readonly byCookie: boolean;
  /** Cookies to be given along with the answer. */
  readonly cookies: readonly string[];
}

/** To know who asks: a session slides, and ends where it turns up in another browser. */
export const personReaches: readonly Reach[] = [
  knowsAuthSecret,
  { to: 'consult', register: users },
  { to: 'keep', register: sessions },
  { to: 'append', source: sessionStream },
];

const slideAfterMs = 24 * 3_600_000;

/** Who asks, by the session in a cookie or in `Authorization: Bearer`. Throws 401 when nobody does. */
export const personOf = async (platform: Platform, unit: Unit, request: HttpRequest<unknown>): Promise<Person> => {
  const byCookie = !showsToken(request);
  const api = (await library(platform)).api;
  const found = await api
    .getSession({ headers: headersOf(request), query: { disableRefresh: true, disableCookieCache: true } })
    .catch(problemIn);
  const kept = found && (await unit.findByUnique(sessions, 'token', keptToken(found.session.token)));
  const user = kept && (await unit.get(users, kept.data.userId));
  if (!kept || !user) throw Problem.of(notSignedIn());
  unit.doneBy({ by: user.id, impersonatedBy: kept.data.impersonatedBy ?? undefined });
  if (byCookie && kept.data.fingerprint && kept.data.fingerprint !== fingerprintOf(request))
    throw await stolen(unit, kept.data);
  const session = await slid(unit, kept.data);
  const cookies = byCookie && session !== kept.data && session.remembered ? [renewed(request)] : [];
  return { user: user.data, session, byCookie, cookies };
};

export const fingerprintOf = ({ header }: Pick<HttpRequest<unknown>, 'header'>): string =>
  fingerprint({ 'user-agent': header('user-agent'), accept: header('accept') });

/** A session that turns up in another browser is nobody's any more. */
class Stolen extends Problem {}
export const isStolen = (error: unknown): boolean => error instanceof Stolen;
const stolen = async (unit: Unit, { id, userId }: Session) => {
  await unit.remove(sessions, id);
  unit.tell(streamOf('session', id), SessionRevoked({ userId, why: 'fingerprint' }), userId);
  return Stolen.of(fingerprintMismatch());
};

/** A session that is remembered lives seven days from its last use, written down once a day at most. */
const slid = async (unit: Unit, session: Session): Promise<Session> => {
  const now = unit.now().getTime();
  const fresh = new Date(now + sessionsLiveSeconds * 1000).toISOString();
  if (!session.remembered || Date.parse(fresh) - Date.parse(session.expiresAt) < slideAfterMs) return session;
  const next = { ...session, expiresAt: fresh, updatedAt: new Date(now).toISOString() };
  await unit.put(sessions, session.id, next, fresh);
  return next;
};

/** The same cookie for another seven days. */
const renewed = ({ header }: HttpRequest<unknown>): string => {
  const [, value] = new RegExp(`(?:^|;\\s*)${sessionCookie}=([^;]+)`).exec(header('cookie') ?? '') ?? [];
  return `${sessionCookie}=${value}; Max-Age=${sessionsLiveSeconds}; Path=/; HttpOnly; Secure; SameSite=Lax`;
};
