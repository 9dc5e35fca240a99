import { aggregate } from '@waybill/kernel';
import {
  InvitationAccepted,
  InvitationCancelled,
  InvitationDeclined,
  InvitationLapsed,
  InvitationResent,
  InvitationSent,
  InvitationsCancelled,
  MemberJoined,
  MemberRemoved,
  type MemberRole,
  MemberRoleChanged,
  OrganizationCreated,
  OrganizationRenamed,
  type OrgType,
  StaffOrganizationFounded,
} from '#events/organizations';

export interface Invitation {
  readonly email: string;
  readonly name?: string | undefined;
  readonly role: MemberRole;
  readonly expiresAt: string;
  readonly status: 'Pending' | 'Accepted' | 'Declined' | 'Cancelled';
  readonly invitedBy: string;
  /** The last sender. The invitation is cancelled when this sender could not send it any more. */
  readonly sentBy: string;
  readonly sentAt: string;
}

/**
 * An organization, its members by user id, and its invitations by id. Its own id is the `org` of all its keys and
 * events.
 */
export interface Organization {
  readonly name: string;
  readonly slug: string;
  readonly type: OrgType;
  readonly createdAt: string;
  readonly members: Readonly<Record<string, { readonly role: MemberRole; readonly since: string }>>;
  readonly invitations: Readonly<Record<string, Invitation>>;
}

const invited = (organization: Organization, id: string, change: Partial<Invitation>): Organization => ({
  ...organization,
  invitations: { ...organization.invitations, [id]: { ...organization.invitations[id]!, ...change } },
});

const without = <Value>(all: Readonly<Record<string, Value>>, id: string) =>
  Object.fromEntries(Object.entries(all).filter(([known]) => known !== id));

export const organization = aggregate('organizations', 'organization')
  .begin(
    OrganizationCreated,
    (created, { at }): Organization => ({ ...created, createdAt: at, members: {}, invitations: {} }),
  )
  .on(OrganizationRenamed, (organization, { name }) => ({ ...organization, name }))
  .on(MemberJoined, (organization, { userId, role }, { at }) => ({
    ...organization,
    members: { ...organization.members, [userId]: { role, since: at } },
  }))
  .on(MemberRoleChanged, (organization, { userId, to }) => ({
    ...organization,
    members: { ...organization.members, [userId]: { ...organization.members[userId]!, role: to } },
  }))
  .on(MemberRemoved, (organization, { userId }) => ({
    ...organization,
    members: without(organization.members, userId),
  }))
  .on(InvitationSent, (organization, { invitationId, ...sent }, { at, by }) =>
    invited(organization, invitationId, { ...sent, status: 'Pending', invitedBy: by, sentBy: by, sentAt: at }),
  )
  .on(InvitationResent, (organization, { invitationId, expiresAt }, { at, by }) =>
    invited(organization, invitationId, { expiresAt, sentBy: by, sentAt: at }),
  )
  .on(InvitationCancelled, (organization, { invitationId }) =>
    invited(organization, invitationId, { status: 'Cancelled' }),
  )
  .on(InvitationsCancelled, (organization, { invitationIds }) =>
    invitationIds.reduce((rest, id) => invited(rest, id, { status: 'Cancelled' }), organization),
  )
  .on(InvitationAccepted, (organization, { invitationId }) =>
    invited(organization, invitationId, { status: 'Accepted' }),
  )
  .on(InvitationDeclined, (organization, { invitationId }) =>
    invited(organization, invitationId, { status: 'Declined' }),
  )
  .on(InvitationLapsed, (organization, { invitationId }) => ({
    ...organization,
    invitations: without(organization.invitations, invitationId),
  }))
  .on(StaffOrganizationFounded, (organization) => organization);
