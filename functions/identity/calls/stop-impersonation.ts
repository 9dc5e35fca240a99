import { sessions } from '@waybill/auth';
import { refuse, z } from '@waybill/kernel';
import { ImpersonationStopped } from '#events/identity';
import { asPerson } from '../as-person.ts';
import { impersonations } from '../impersonations.ts';
import { impersonation } from '../staff-acts.ts';
import { streamIn } from '../streams.ts';

export const stopImpersonation = asPerson({
  summary: 'Act as somebody else no longer: ends the session that does',
  route: 'DELETE /auth/impersonation',
  byStandIn: true,
  input: z.strictObject({}),
  output: z.object({ userId: z.string() }),
  reaches: [
    { to: 'keep', register: impersonations },
    { to: 'append', source: impersonation },
  ],
  answer: async ({ person: { session }, unit }) => {
    const known = session.impersonatedBy && (await unit.entry(impersonations, session.id));
    if (!known) return refuse('not-impersonating');
    const { orgId, by, userId } = known.data;
    await unit.remove(sessions, session.id);
    await unit.remove(impersonations, session.id);
    unit.tell(
      streamIn(orgId, impersonation.name, session.id),
      ImpersonationStopped({ userId, sessionId: session.id }),
      by,
    );
    return { body: { userId } };
  },
});
