import { id, z } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { MemberRole, OrgType } from '#events/identity';
import { activate } from '../activate.ts';
import { asPerson } from '../as-person.ts';
import { memberOf } from '../member-of.ts';
import { organization } from '../organization.ts';
import { organizationNotFound } from '../problems.ts';
import { emulation } from '../staff-acts.ts';

export const activateOrganization = asPerson({
  summary: 'Choose the organization to work for',
  description: 'The session works for that organization from now on, and looks at no other: get a new token.',
  route: 'POST /organizations/{organizationId}/activation',
  whileActing: 'emulating',
  input: z.strictObject({ organizationId: id().describe('The organization.') }),
  example: { organizationId: exampleIds.organization },
  output: z.object({
    organizationId: z.uuid().describe('The organization.'),
    type: OrgType,
    role: MemberRole.describe('The caller’s role there.'),
  }),
  refuses: [organizationNotFound],
  reaches: [
    { to: 'read', source: organization },
    { to: 'append', source: emulation },
  ],

  answer: async (request) => {
    const { input, person, platform } = request;
    const { organizationId } = input;
    const member = await memberOf(platform, person.user.id, organizationId);
    if (!member) return organizationNotFound();
    await activate(request, organizationId);
    return { body: { organizationId, type: member.orgType, role: member.role } };
  },
});
