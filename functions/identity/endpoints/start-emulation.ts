import { sessions } from '@waybill/auth';
import { id, isRefusal, z } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { EmulationStarted } from '#events/identity';
import { activeConsent } from '../active-consent.ts';
import { asPerson } from '../as-person.ts';
import { atStaff, atStaffRefuses } from '../at-staff.ts';
import { consents } from '../consents.ts';
import { organization } from '../organization.ts';
import { emulatingAlready, noConsent } from '../problems.ts';
import { emulation } from '../staff-acts.ts';
import { streamIn } from '../streams.ts';

export const startEmulation = asPerson({
  summary: 'Start looking at an organization',
  description:
    'For staff whose organization has the consent of the other. The session reads there as an auditor, and changes nothing: get a new token.',
  route: 'POST /auth/emulation',
  whileActing: 'emulating',
  input: z.strictObject({ organizationId: id().describe('The organization.') }),
  example: { organizationId: exampleIds.customer },
  output: z.object({ organizationId: z.string().describe('The organization.') }),
  refuses: [emulatingAlready, ...atStaffRefuses, noConsent],
  reaches: [
    { to: 'read', source: organization },
    { to: 'consult', register: consents },
    { to: 'append', source: emulation },
  ],
  answer: async ({ input: { organizationId }, person: { user, session }, unit, platform }) => {
    if (session.emulatedOrganizationId) return emulatingAlready();
    const staff = await atStaff(platform, session);
    if (isRefusal(staff)) return staff;
    const between = { orgId: organizationId, toOrgId: staff.orgId };
    if (!(await activeConsent(platform, between))) return noConsent();
    await unit.put(sessions, session.id, { ...session, emulatedOrganizationId: organizationId }, session.expiresAt);
    unit.tell(
      streamIn(organizationId, emulation.name, session.id),
      EmulationStarted({ userId: user.id, fromOrgId: staff.orgId, sessionId: session.id }),
      user.id,
    );
    return { body: { organizationId } };
  },
});
