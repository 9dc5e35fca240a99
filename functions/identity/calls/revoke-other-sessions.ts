import { sessions } from '@waybill/auth';
import { z } from '@waybill/kernel';
import { SessionRevoked } from '#events/identity';
import { asPerson } from '../as-person.ts';
import { endActing, endActingReaches } from '../end-acting.ts';
import { streamOf } from '../streams.ts';

export const revokeOtherSessions = asPerson({
  summary: 'Sign out everywhere but here',
  route: 'DELETE /auth/sessions',
  whileActing: 'emulating',
  input: z.strictObject({}),
  output: z.object({ revoked: z.number().int() }),
  reaches: endActingReaches,

  answer: async ({ unit, person: { session, user } }) => {
    const others = (await unit.under(sessions, 'userId', user.id)).filter(({ id }) => id !== session.id);
    for (const { id, data } of others) {
      await unit.remove(sessions, id);
      unit.tell(streamOf('session', id), SessionRevoked({ userId: user.id, why: 'by-user' }), user.id);
      await endActing(unit, data, 'session-revoked');
    }
    return { body: { revoked: others.length } };
  },
});
