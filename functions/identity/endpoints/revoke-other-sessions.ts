import { z } from '@waybill/kernel';
import { asPerson } from '../as-person.ts';
import { endActingReaches } from '../end-acting.ts';
import { endOtherSessions } from '../end-other-sessions.ts';

export const revokeOtherSessions = asPerson({
  summary: 'End your other sessions',
  description: 'Signs out everywhere but here.',
  route: 'DELETE /auth/sessions',
  whileActing: 'emulating',
  input: z.strictObject({}),
  output: z.object({ revoked: z.number().int().describe('How many sessions ended.') }),
  reaches: endActingReaches,

  answer: async ({ unit, person: { session, user } }) => ({
    body: { revoked: await endOtherSessions(unit, user.id, session.id, 'by-user') },
  }),
});
