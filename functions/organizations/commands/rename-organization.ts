import { command, id, mustBe, name, notAMember, roleTooLow, z } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { OrganizationRenamed } from '#events/organizations';
import { byCaller } from '../domain/by-caller.ts';
import { organization } from '../domain/organization.ts';

export const renameOrganization = command({
  summary: 'Rename an organization',
  description: 'The slug stays as it is.',
  route: 'PATCH /organizations/{organizationId}',
  role: 'owner',
  standing: 'current',
  input: z.strictObject({
    organizationId: id().describe('The organization.'),
    name: name(100).describe('The new name.'),
  }),
  example: { organizationId: exampleIds.organization, name: 'Quayside Couriers' },
  on: organization,
  refuses: [notAMember, roleTooLow],
  reads: byCaller,

  decide: (organization, { name }, reads, { caller }) => {
    const no = mustBe('owner', { ...organization, ...reads }, caller);
    if (no) return no;
    return name === organization.name ? [] : OrganizationRenamed({ name });
  },
});
