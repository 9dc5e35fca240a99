import { sessions } from '@waybill/auth';
import { z } from '@waybill/kernel';
import { SignedOut } from '#events/identity';
import { asPerson } from '../as-person.ts';
import { noCookie } from '../cookies.ts';
import { endActing, endActingReaches } from '../end-acting.ts';
import { streamOf } from '../streams.ts';

export const signOut = asPerson({
  summary: 'Sign out',
  description: 'Ends the session.',
  route: 'POST /auth/sign-out',
  whileActing: 'always',
  input: z.strictObject({}),
  output: z.object({ status: z.literal('signed-out').describe('The session has ended.') }),
  reaches: endActingReaches,

  answer: async ({ unit, person: { session } }) => {
    await unit.remove(sessions, session.id);
    unit.tell(streamOf('session', session.id), SignedOut({ userId: session.userId }), session.userId);
    await endActing(unit, session, 'signed-out');
    return { body: { status: 'signed-out' as const }, cookies: [noCookie] };
  },
});
