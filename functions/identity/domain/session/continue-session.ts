import { keptToken, type Session, sessionsLiveSeconds } from '@waybill/auth';
import type { RecordWriter } from '@waybill/kernel';
import { tokenIn, untilBrowserCloses } from './cookies.ts';

/**
 * The library gives a session a new token by replacing it. This keeps the original session, with its browser,
 * organization and lifetime, and moves the new token to it.
 *
 * @param now ISO-8601
 */
export const continueSession = async (
  { sessions }: { readonly sessions: RecordWriter<Session> },
  session: Session,
  cookies: readonly string[],
  now: string,
) => {
  const token = tokenIn(cookies);
  const made = token === undefined ? undefined : await sessions.findByUnique('token', keptToken(token));
  if (!token || !made) return { token: undefined, cookies: [] };
  const expiresAt = session.remembered
    ? new Date(Date.parse(now) + sessionsLiveSeconds * 1000).toISOString()
    : session.expiresAt;
  await sessions.delete(made.id);
  const next = { ...session, token: keptToken(token), updatedAt: now, expiresAt };
  await sessions.put(session.id, next, expiresAt);
  return { token, cookies: session.remembered ? cookies : untilBrowserCloses(cookies) };
};
