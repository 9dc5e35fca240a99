import { event, personal, recordStore, z } from '@waybill/kernel';

/** What the organizations context publishes about organisations, their members and API keys. Never a secret. */

export const orgTypes = ['Customer', 'Admin', 'Support', 'Affiliate', 'ThirdParty'] as const;
export const OrgType = z.enum(orgTypes).meta({ id: 'OrgType', description: 'What kind of organization it is.' });
export type OrgType = z.infer<typeof OrgType>;

/** Low to high. */
export const memberRoles = ['auditor', 'agent', 'officer', 'owner'] as const;
export const MemberRole = z
  .enum(memberRoles)
  .meta({ id: 'Role', description: 'What a member or an API key may do, from low to high.' });
export type MemberRole = z.infer<typeof MemberRole>;

/** Types of organisations that look after others. */
export const isStaff = (orgType: string): boolean => orgType === 'Admin' || orgType === 'Support';

/** Finds the organisations of a user. The organisation's stream is authoritative. */
export interface Membership {
  readonly userId: string;
  readonly organizationId: string;
  /** API keys whose secret she knows, because she made or rotated them last, and until when that secret is valid. */
  readonly apiKeys?: Readonly<Record<string, string>> | undefined;
}

export const memberships = recordStore<Membership>('organizations', 'membership', { indexed: ['userId'] });

const id = z.string();
const moment = z.iso.datetime();

/** Valid keys whose secret a member knows, because she made or rotated them last, when she leaves or gets a lower role. */
const apiKeysMade = z.array(id);

// Organisations, and who belongs to them.
export const OrganizationCreated = event('OrganizationCreated', { name: z.string(), slug: z.string(), type: OrgType });
export const OrganizationRenamed = event('OrganizationRenamed', { name: z.string() });
export const MemberJoined = event('MemberJoined', { userId: id, role: MemberRole, invitationId: id.optional() });
export const MemberRoleChanged = event('MemberRoleChanged', {
  userId: id,
  from: MemberRole,
  to: MemberRole,
  apiKeysMade: apiKeysMade.optional(),
});
export const MemberRemoved = event('MemberRemoved', {
  userId: id,
  why: z.enum(['removed', 'left']),
  apiKeysMade: apiKeysMade.optional(),
});
/** Another organisation, of a type for staff or partners, was founded by an owner of this one. */
export const StaffOrganizationFounded = event('StaffOrganizationFounded', { organizationId: id, type: OrgType });
export const InvitationSent = event('InvitationSent', {
  invitationId: id,
  email: personal(z.string()),
  /** How the inviter calls them. */
  name: personal(z.string().optional()),
  role: MemberRole,
  expiresAt: moment,
});
export const InvitationResent = event('InvitationResent', { invitationId: id, expiresAt: moment });
export const InvitationCancelled = event('InvitationCancelled', { invitationId: id });
/** Pending invitations whose last sender could not send them any more: she left or got a lower role, or the key was revoked. */
export const InvitationsCancelled = event('InvitationsCancelled', { invitationIds: z.array(id), sentBy: id });
export const InvitationAccepted = event('InvitationAccepted', { invitationId: id, userId: id });
export const InvitationDeclined = event('InvitationDeclined', { invitationId: id });
/** It was removed seven days after its time was up. */
export const InvitationLapsed = event('InvitationLapsed', { invitationId: id });

// Machines. A hash is no secret, and is not published either.
export const ApiKeyCreated = event('ApiKeyCreated', {
  name: z.string(),
  role: MemberRole,
  prefix: z.string(),
  hash: personal(z.string()),
  paths: z.array(z.string()).optional(),
  expiresAt: moment.optional(),
  /** Of the organisation it belongs to. */
  orgType: OrgType.optional(),
});
export const ApiKeyRotated = event('ApiKeyRotated', {
  prefix: z.string(),
  hash: personal(z.string()),
  /** Until when the previous secret is accepted. */
  oldUntil: moment,
  /** Absent in events from before keys had to expire: the expiry stays as it was. */
  expiresAt: moment.optional(),
});
/** A key expires in so many days: 30 and 7 days before. */
export const ApiKeyExpiring = event('ApiKeyExpiring', { expiresAt: moment, days: z.int() });
export const ApiKeyRevoked = event('ApiKeyRevoked', {});
