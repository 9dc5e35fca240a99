import { sessions } from '@waybill/auth';
import { z } from '@waybill/kernel';
import { EmulationStopped } from '#events/identity';
import { asPerson } from '../as-person.ts';
import { notEmulating } from '../problems.ts';
import { emulation } from '../staff-acts.ts';
import { streamIn } from '../streams.ts';

export const stopEmulation = asPerson({
  summary: 'Stop looking at an organization',
  description: 'The session is for your own organization again: get a new token.',
  route: 'DELETE /auth/emulation',
  whileActing: 'emulating',
  input: z.strictObject({}),
  output: z.object({ organizationId: z.string().describe('The organization.') }),
  refuses: [notEmulating],
  reaches: [{ to: 'append', source: emulation }],
  answer: async ({ person: { user, session }, unit }) => {
    const organizationId = session.emulatedOrganizationId;
    if (!organizationId) return notEmulating();
    await unit.put(sessions, session.id, { ...session, emulatedOrganizationId: null }, session.expiresAt);
    unit.tell(
      streamIn(organizationId, emulation.name, session.id),
      EmulationStopped({ userId: user.id, sessionId: session.id }),
      user.id,
    );
    return { body: { organizationId } };
  },
});
