import { externalAggregate } from '@waybill/kernel';
import {
  MemberJoined,
  MemberRemoved,
  type MemberRole,
  MemberRoleChanged,
  OrganizationCreated,
  OrganizationRenamed,
  type OrgType,
} from '../../../../events/organizations.ts';

/** What a session and its tokens depend on: the organization's type, and its members by user id. */
export interface Organization {
  readonly name: string;
  readonly type: OrgType;
  readonly members: Readonly<Record<string, { readonly role: MemberRole }>>;
}

const withMember = ({ members, ...organization }: Organization, userId: string, role: MemberRole): Organization => ({
  ...organization,
  members: { ...members, [userId]: { role } },
});

export const organization = externalAggregate('organizations', 'organization')
  .begin(OrganizationCreated, ({ name, type }): Organization => ({ name, type, members: {} }))
  .on(OrganizationRenamed, (organization, { name }) => ({ ...organization, name }))
  .on(MemberJoined, (organization, { userId, role }) => withMember(organization, userId, role))
  .on(MemberRoleChanged, (organization, { userId, to }) => withMember(organization, userId, to))
  .on(MemberRemoved, ({ members, ...organization }, { userId }) => {
    const { [userId]: _, ...others } = members;
    return { ...organization, members: others };
  });
