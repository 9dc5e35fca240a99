import { memberOf, organization, person, sessions, workingFor, worksFor } from '@waybill/auth';
import { endpoint, id, z } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { EmulationStopped } from '#events/identity';
import { MemberRole, OrgType } from '#events/organizations';
import { emulation } from '../../domain/acting/emulation.ts';
import { organizationNotFound } from '../../domain/problems.ts';

export const activateOrganization = endpoint({
  summary: 'Choose the active organization',
  description: 'The organization becomes the active one of the session, and an emulation ends: get a new token.',
  route: 'POST /organizations/{organizationId}/activation',
  role: 'person',
  as: person,
  whileActing: 'emulating',
  input: z.strictObject({ organizationId: id().describe('The organization.') }),
  example: { organizationId: exampleIds.organization },
  output: z.object({
    organizationId: z.uuid().describe('The organization.'),
    type: OrgType,
    role: MemberRole.describe('The caller’s role there.'),
  }),
  refuses: [organizationNotFound],
  reads: { organization },
  writes: { sessions, emulation },

  answer: async ({ organizationId }, access, { person: { user, session } }) => {
    const member = await memberOf(access, user.id, organizationId);
    if (!member) return organizationNotFound();
    const body = { organizationId, type: member.orgType, role: member.role };
    // Simultaneous equal requests change the session once, so that they do not conflict.
    if (worksFor(session, organizationId)) return { body };
    const org = session.emulatedOrganizationId;
    if (org)
      await access.emulation.append(session.id, EmulationStopped({ userId: user.id, sessionId: session.id }), {
        org,
        by: user.id,
      });
    await access.sessions.put(session.id, workingFor(session, organizationId), session.expiresAt);
    return { body };
  },
});
