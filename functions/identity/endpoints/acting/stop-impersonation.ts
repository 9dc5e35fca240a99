import { endImpersonation, endImpersonationNeeds, person } from '@waybill/auth';
import { endpoint, z } from '@waybill/kernel';
import { notImpersonating } from '../../domain/problems.ts';

export const stopImpersonation = endpoint({
  summary: 'Stop acting as a user',
  description: 'Ends the session that acts as the user, and its tokens.',
  route: 'DELETE /auth/impersonation',
  role: 'person',
  as: person,
  whileActing: 'always',
  input: z.strictObject({}),
  output: z.object({ userId: z.string().describe('The user that the session acted as.') }),
  refuses: [notImpersonating],
  writes: endImpersonationNeeds.writes,

  answer: async (_, access, { person: { session } }) => {
    if (!session.impersonatedBy) return notImpersonating();
    await endImpersonation(access, session.id, 'stopped');
    return { body: { userId: session.userId } };
  },
});
