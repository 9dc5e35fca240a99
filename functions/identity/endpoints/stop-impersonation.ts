import { z } from '@waybill/kernel';
import { asPerson } from '../as-person.ts';
import { endImpersonation } from '../end-impersonation.ts';
import { notImpersonating } from '../problems.ts';

export const stopImpersonation = asPerson({
  summary: 'Stop acting as a user',
  description: 'Ends the session that acts as the user, and its tokens.',
  route: 'DELETE /auth/impersonation',
  whileActing: 'always',
  input: z.strictObject({}),
  output: z.object({ userId: z.string().describe('The user that the session acted as.') }),
  refuses: [notImpersonating],
  answer: async ({ person: { session }, unit }) => {
    if (!session.impersonatedBy) return notImpersonating();
    await endImpersonation(unit, session.id, 'stopped');
    return { body: { userId: session.userId } };
  },
});
