import { person } from '@waybill/auth';
import { endpoint, z } from '@waybill/kernel';
import { SessionRevoked } from '#events/identity';
import { endActing } from '../../domain/acting/end-acting.ts';
import { sessionNotFound } from '../../domain/problems.ts';
import { noCookie } from '../../domain/session/cookies.ts';
import { endSessionsNeeds } from '../../domain/session/end-other-sessions.ts';

export const revokeSession = endpoint({
  summary: 'End a session',
  description: 'Signs out the device that uses the session. It may be the session of this request.',
  route: 'DELETE /auth/sessions/{sessionId}',
  role: 'person',
  as: person,
  whileActing: 'emulating',
  input: z.strictObject({ sessionId: z.uuid().describe('The session.') }),
  output: z.object({ status: z.literal('revoked').describe('It has ended.') }),
  writes: endSessionsNeeds.writes,
  refuses: [sessionNotFound],

  answer: async ({ sessionId }, access, { person: { session, user } }) => {
    const found = await access.sessions.get(sessionId);
    if (found?.data.userId !== user.id) return sessionNotFound();
    await access.sessions.delete(sessionId);
    await access.sessionStream.append(sessionId, SessionRevoked({ userId: user.id, why: 'by-user' }), { by: user.id });
    await endActing(access, found.data, 'session-revoked');
    return { body: { status: 'revoked' as const }, cookies: sessionId === session.id ? [noCookie] : [] };
  },
});
