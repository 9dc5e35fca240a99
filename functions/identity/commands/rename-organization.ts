import { command, id, text, z } from '@waybill/kernel';
import { OrganizationRenamed } from '#events/identity';
import { mustBe } from '../must-be.ts';
import { organization } from '../organization.ts';

export const renameOrganization = command({
  summary: 'Give an organisation another name; its slug stays',
  route: 'PATCH /organizations/{organizationId}',
  role: 'owner',
  input: z.strictObject({ organizationId: id(), name: text(100) }),
  on: organization,

  decide: (organization, { name }, { caller }) => {
    const no = mustBe('owner', organization, caller);
    if (no) return no;
    return name === organization.name ? [] : OrganizationRenamed({ name });
  },
});
