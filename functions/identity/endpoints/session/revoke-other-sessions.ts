import { person } from '@waybill/auth';
import { endpoint, z } from '@waybill/kernel';
import { endOtherSessions, endSessionsNeeds } from '../../domain/session/end-other-sessions.ts';

export const revokeOtherSessions = endpoint({
  summary: 'End your other sessions',
  description: 'Ends all sessions except the current one.',
  route: 'DELETE /auth/sessions',
  role: 'person',
  as: person,
  whileActing: 'emulating',
  input: z.strictObject({}),
  output: z.object({ revoked: z.number().int().describe('How many sessions ended.') }),
  writes: endSessionsNeeds.writes,

  answer: async (_, access, { person: { session, user } }) => ({
    body: { revoked: await endOtherSessions(access, user.id, session.id, 'by-user') },
  }),
});
