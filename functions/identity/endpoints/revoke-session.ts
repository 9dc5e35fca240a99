import { sessions } from '@waybill/auth';
import { z } from '@waybill/kernel';
import { SessionRevoked } from '#events/identity';
import { asPerson } from '../as-person.ts';
import { noCookie } from '../cookies.ts';
import { endActing, endActingReaches } from '../end-acting.ts';
import { sessionNotFound } from '../problems.ts';
import { streamOf } from '../streams.ts';

export const revokeSession = asPerson({
  summary: 'End a session',
  description: 'Signs out where the session is used. It may be the one that sends the request.',
  route: 'DELETE /auth/sessions/{sessionId}',
  whileActing: 'emulating',
  input: z.strictObject({ sessionId: z.uuid().describe('The session.') }),
  output: z.object({ status: z.literal('revoked').describe('It has ended.') }),
  refuses: [sessionNotFound],
  reaches: endActingReaches,

  answer: async ({ input: { sessionId }, unit, person: { session, user } }) => {
    const found = await unit.get(sessions, sessionId);
    if (found?.data.userId !== user.id) return sessionNotFound();
    await unit.remove(sessions, sessionId);
    unit.tell(streamOf('session', sessionId), SessionRevoked({ userId: user.id, why: 'by-user' }), user.id);
    await endActing(unit, found.data, 'session-revoked');
    return { body: { status: 'revoked' as const }, cookies: sessionId === session.id ? [noCookie] : [] };
  },
});
