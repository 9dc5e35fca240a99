import { id, z } from '@waybill/kernel';
import { MemberRole, OrgType } from '#events/identity';
import { activate } from '../activate.ts';
import { asPerson } from '../as-person.ts';
import { memberOf } from '../member-of.ts';
import { organization } from '../organization.ts';
import { organizationNotFound } from '../problems.ts';
import { emulation } from '../staff-acts.ts';

export const activateOrganization = asPerson({
  summary: 'Work for that organisation from now on; the next token says so',
  route: 'POST /organizations/{organizationId}/activation',
  whileActing: 'emulating',
  input: z.strictObject({ organizationId: id() }),
  output: z.object({ organizationId: z.uuid(), type: OrgType, role: MemberRole }),
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
