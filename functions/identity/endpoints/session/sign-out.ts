import { person } from '@waybill/auth';
import { endpoint, z } from '@waybill/kernel';
import { SignedOut } from '#events/identity';
import { endActing } from '../../domain/acting/end-acting.ts';
import { noCookie } from '../../domain/session/cookies.ts';
import { endSessionsNeeds } from '../../domain/session/end-other-sessions.ts';

export const signOut = endpoint({
  summary: 'Sign out',
  description: 'Ends the session.',
  route: 'POST /auth/sign-out',
  role: 'person',
  as: person,
  whileActing: 'always',
  input: z.strictObject({}),
  output: z.object({ status: z.literal('signed-out').describe('The session has ended.') }),
  writes: endSessionsNeeds.writes,

  answer: async (_, access, { person: { session } }) => {
    const { id, userId } = session;
    await access.sessions.delete(id);
    await access.sessionStream.append(id, SignedOut({ userId }), { by: userId });
    await endActing(access, session, 'signed-out');
    return { body: { status: 'signed-out' as const }, cookies: [noCookie] };
  },
});
