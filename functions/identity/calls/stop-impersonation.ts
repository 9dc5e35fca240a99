import { z } from '@waybill/kernel';
import { asPerson } from '../as-person.ts';
import { endImpersonation } from '../end-impersonation.ts';
import { notImpersonating } from '../problems.ts';

export const stopImpersonation = asPerson({
  summary: 'Act as somebody else no longer: ends the session that does, and its tokens',
  route: 'DELETE /auth/impersonation',
  whileActing: 'always',
  input: z.strictObject({}),
  output: z.object({ userId: z.string() }),
  refuses: [notImpersonating],
  answer: async ({ person: { session }, unit }) => {
    if (!session.impersonatedBy) return notImpersonating();
    await endImpersonation(unit, session.id, 'stopped');
    return { body: { userId: session.userId } };
  },
});
