import { command, id, mustBe, notAMember, roleTooLow, z } from '@waybill/kernel';
import { OrganizationRenamed } from '#events/identity';
import { byCaller } from '../by-caller.ts';
import { name } from '../fields.ts';
import { organization } from '../organization.ts';

export const renameOrganization = command({
  summary: 'Give an organisation another name; its slug stays',
  route: 'PATCH /organizations/{organizationId}',
  role: 'owner',
  standing: 'current',
  input: z.strictObject({ organizationId: id(), name: name(100) }),
  on: organization,
  refuses: [notAMember, roleTooLow],
  ...byCaller,

  decide: (organization, { name }, { caller, sees }) => {
    const no = mustBe('owner', { ...organization, ...sees }, caller);
    if (no) return no;
    return name === organization.name ? [] : OrganizationRenamed({ name });
  },
});
