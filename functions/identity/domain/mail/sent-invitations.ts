import { externalAggregate } from '@waybill/kernel';
import {
  InvitationAccepted,
  InvitationCancelled,
  InvitationDeclined,
  InvitationLapsed,
  InvitationSent,
  InvitationsCancelled,
  type MemberRole,
  OrganizationCreated,
  OrganizationRenamed,
} from '#events/organizations';

interface SentInvitation {
  readonly email: string;
  readonly name?: string | undefined;
  readonly role: MemberRole;
  readonly invitedBy: string;
}

/** The state of an organization that mails of invitations need. */
interface Inviting {
  readonly name: string;
  /** By id, without those that are answered, cancelled or lapsed. */
  readonly invitations: Readonly<Record<string, SentInvitation>>;
}

const without = ({ invitations, ...organization }: Inviting, ids: readonly string[]): Inviting => ({
  ...organization,
  invitations: Object.fromEntries(Object.entries(invitations).filter(([id]) => !ids.includes(id))),
});
const over = (organization: Inviting, { invitationId }: { readonly invitationId: string }) =>
  without(organization, [invitationId]);

export const sentInvitations = externalAggregate('organizations', 'organization')
  .begin(OrganizationCreated, ({ name }): Inviting => ({ name, invitations: {} }))
  .on(OrganizationRenamed, (organization, { name }) => ({ ...organization, name }))
  .on(InvitationSent, (organization, { invitationId, email, name, role }, { by: invitedBy }) => ({
    ...organization,
    invitations: { ...organization.invitations, [invitationId]: { email, name, role, invitedBy } },
  }))
  .on(InvitationCancelled, over)
  .on(InvitationsCancelled, (organization, { invitationIds }) => without(organization, invitationIds))
  .on(InvitationAccepted, over)
  .on(InvitationDeclined, over)
  .on(InvitationLapsed, over);
