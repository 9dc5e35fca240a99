import { keptToken, type Session, sessions, sessionsLiveSeconds, type Unit } from '@waybill/auth';
import { forTheDay, tokenIn } from './cookies.ts';

/**
 * Where the library begins a session in the place of one, to give it a new token, the house goes on with the one there
 * was: in the same browser, for the same organisation, and for no longer.
 */
export const goOn = async (unit: Unit, session: Session, cookies: readonly string[]) => {
  const token = tokenIn(cookies);
  const made = token === undefined ? undefined : await unit.findByUnique(sessions, 'token', keptToken(token));
  if (!token || !made) return { token: undefined, cookies: [] };
  const now = unit.now();
  const expiresAt = session.remembered
    ? new Date(now.getTime() + sessionsLiveSeconds * 1000).toISOString()
    : session.expiresAt;
  await unit.remove(sessions, made.id);
  const next = { ...session, token: keptToken(token), updatedAt: now.toISOString(), expiresAt };
  await unit.put(sessions, session.id, next, expiresAt);
  return { token, cookies: session.remembered ? cookies : forTheDay(cookies) };
};
