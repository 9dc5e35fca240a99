import { type Organization, organization, type Person, person, sessions, withoutRights } from '@waybill/auth';
import { command, id, putRecord, z } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { EmulationStarted } from '#events/identity';
import { activeOrganization, atStaffRefuses, notAtStaff } from '../domain/acting/at-staff.ts';
import { type Consent, consentId, consents, isActive } from '../domain/acting/consents.ts';
import { emulation } from '../domain/acting/emulation.ts';
import { EmulationAnswer } from '../domain/acting/emulation-answer.ts';
import { emulatingAlready, noConsent } from '../domain/problems.ts';

interface Reads {
  readonly active: Organization | undefined;
  readonly consent: Consent | undefined;
}

/** The same session may emulate the same organization repeatedly. */
const started = (
  { organizationId }: { readonly organizationId: string },
  { active, consent }: Reads,
  { person: { user, session }, now }: { readonly person: Person; readonly now: string },
) => {
  if (session.emulatedOrganizationId) return emulatingAlready();
  const no = notAtStaff(session, active);
  if (no) return no;
  if (!consent || !isActive(consent, now)) return noConsent();
  return [
    EmulationStarted({ userId: user.id, fromOrgId: consent.toOrgId, sessionId: session.id }),
    putRecord(sessions, session.id, { ...session, emulatedOrganizationId: organizationId }, session.expiresAt),
  ];
};

export const startEmulation = command({
  summary: 'Start emulating an organization',
  description:
    'For staff whose organization has the consent of the other. The session then has read access there as an auditor: get a new token.',
  route: 'POST /auth/emulation',
  role: 'person',
  as: person,
  whileActing: 'emulating',
  callerOf: withoutRights,
  status: 200,
  input: z.strictObject({ organizationId: id().describe('The organization.') }),
  example: { organizationId: exampleIds.customer },
  on: emulation,
  about: (_, __, { session }) => session.id,
  refuses: [emulatingAlready, ...atStaffRefuses, noConsent],
  reads: {
    active: { of: organization, id: activeOrganization },
    consent: {
      of: consents,
      id: ({ organizationId }, { person: { session } }) =>
        consentId({ orgId: organizationId, toOrgId: session.activeOrganizationId ?? '-' }),
    },
  },
  writes: { sessions },

  begin: started,
  decide: (_, input, reads, context) => started(input, reads, context),
  responseSchema: EmulationAnswer,
  respond: ({ organizationId }) => ({ organizationId }),
});
