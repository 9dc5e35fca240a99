import { sessions } from '@waybill/auth';
import { z } from '@waybill/kernel';
import { SessionRevoked } from '#events/identity';
import { asPerson } from '../as-person.ts';
import { streamOf } from '../streams.ts';

export const revokeOtherSessions = asPerson({
  summary: 'Sign out everywhere but here',
  route: 'DELETE /auth/sessions',
  input: z.strictObject({}),
  output: z.object({ revoked: z.number().int() }),

  answer: async ({ unit, person: { session, user } }) => {
    const others = (await unit.under(sessions, 'userId', user.id)).filter(({ id }) => id !== session.id);
    for (const { id } of others) {
      await unit.remove(sessions, id);
      unit.tell(streamOf('session', id), SessionRevoked({ userId: user.id, why: 'by-user' }), user.id);
    }
    return { body: { revoked: others.length } };
  },
});
