import { person, sessions, withoutRights } from '@waybill/auth';
import { command, putRecord, z } from '@waybill/kernel';
import { EmulationStopped } from '#events/identity';
import { emulation } from '../domain/acting/emulation.ts';
import { EmulationAnswer } from '../domain/acting/emulation-answer.ts';
import { notEmulating } from '../domain/problems.ts';

export const stopEmulation = command({
  summary: 'Stop emulating an organization',
  description: 'The session is for your own organization again: get a new token.',
  route: 'DELETE /auth/emulation',
  role: 'person',
  as: person,
  whileActing: 'emulating',
  callerOf: (person) => withoutRights(person, { organizationId: person.session.emulatedOrganizationId ?? '-' }),
  status: 200,
  input: z.strictObject({}),
  on: emulation,
  about: (_, __, { session }) => session.id,
  refuses: [notEmulating],
  writes: { sessions },

  begin: () => notEmulating(),
  decide: (_, __, ___, { person: { user, session } }) => [
    EmulationStopped({ userId: user.id, sessionId: session.id }),
    putRecord(sessions, session.id, { ...session, emulatedOrganizationId: null }, session.expiresAt),
  ],
  responseSchema: EmulationAnswer,
  respond: (_, { caller }) => ({ organizationId: caller.orgId }),
});
