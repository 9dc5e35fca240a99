import { type Authority, event, externalAggregate, personal, recordStore, z } from '@waybill/kernel';

/** Events of the organizations context about organizations, their members and API keys. They never contain a secret. */

export const orgTypes = ['Customer', 'Admin', 'Support', 'Affiliate', 'ThirdParty'] as const;
export const OrgType = z.enum(orgTypes).meta({ id: 'OrgType', description: 'The type of an organization.' });
export type OrgType = z.infer<typeof OrgType>;

/** From low to high. */
export const memberRoles = ['auditor', 'agent', 'officer', 'owner'] as const;
export const MemberRole = z
  .enum(memberRoles)
  .meta({ id: 'Role', description: 'The rights of a member or an API key, from low to high.' });
export type MemberRole = z.infer<typeof MemberRole>;

/** Types of organizations that support others. */
export const isStaff = (orgType: string): boolean => orgType === 'Admin' || orgType === 'Support';

/** Finds the organizations of a user. The organization's stream is authoritative. */
export interface Membership {
  readonly userId: string;
  readonly organizationId: string;
  /**
   * API keys whose secret the member knows, because she created or rotated them last, with the time until which that
   * secret is valid.
   */
  readonly apiKeys?: Readonly<Record<string, string>> | undefined;
}

export const memberships = recordStore<Membership>('organizations', 'membership', { indexed: ['userId'] });

const id = z.string();
const moment = z.iso.datetime();

/**
 * Valid keys whose secret a member knows, because she created or rotated them last, at the time when she leaves or gets
 * a lower role.
 */
const apiKeysMade = z.array(id);

// Organizations and their members.
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
/** Another organization, of a type for staff or partners, was founded by an owner of this one. */
export const StaffOrganizationFounded = event('StaffOrganizationFounded', { organizationId: id, type: OrgType });
export const InvitationSent = event('InvitationSent', {
  invitationId: id,
  email: personal(z.string()),
  /** The invited person's name, given by the inviter. */
  name: personal(z.string().optional()),
  role: MemberRole,
  expiresAt: moment,
});
export const InvitationResent = event('InvitationResent', { invitationId: id, expiresAt: moment });
export const InvitationCancelled = event('InvitationCancelled', { invitationId: id });
/**
 * Pending invitations whose last sender lost the right to send them: she left or got a lower role, or the key was
 * revoked.
 */
export const InvitationsCancelled = event('InvitationsCancelled', { invitationIds: z.array(id), sentBy: id });
export const InvitationAccepted = event('InvitationAccepted', { invitationId: id, userId: id });
export const InvitationDeclined = event('InvitationDeclined', { invitationId: id });
/** It was removed seven days after it expired. */
export const InvitationLapsed = event('InvitationLapsed', { invitationId: id });

// API keys. The hash of a secret is not published.
export const ApiKeyCreated = event('ApiKeyCreated', {
  name: z.string(),
  role: MemberRole,
  prefix: z.string(),
  hash: personal(z.string()),
  paths: z.array(z.string()).optional(),
  /** The context keys of the contacts that the key may see and change. Absent: of none. */
  contextKeys: z.array(z.string()).optional(),
  expiresAt: moment.optional(),
  /** The type of the organization that the key belongs to. */
  orgType: OrgType.optional(),
  /** How many requests it may make, if not as many as every other. */
  quotaPerMinute: z.int().optional(),
  quotaPerDay: z.int().optional(),
  /** Its requests are not limited. */
  trusted: z.literal(true).optional(),
});
export const ApiKeyRotated = event('ApiKeyRotated', {
  prefix: z.string(),
  hash: personal(z.string()),
  /** Until when the previous secret is accepted. */
  oldUntil: moment,
  /** Absent in events from before keys had to expire: the expiry stays as it was. */
  expiresAt: moment.optional(),
});
/** A key expires soon: recorded 30 and 7 days before. */
export const ApiKeyExpiring = event('ApiKeyExpiring', { expiresAt: moment, days: z.int() });
export const ApiKeyRevoked = event('ApiKeyRevoked', {});

/** The current members of an organization and their roles: for decisions that must not trust the role in a token. */
export const members = externalAggregate('organizations', 'organization')
  .begin(OrganizationCreated, (): Authority => ({ members: {} }))
  .on(MemberJoined, ({ members }, { userId, role }) => ({ members: { ...members, [userId]: { role } } }))
  .on(MemberRoleChanged, ({ members }, { userId, to }) => ({ members: { ...members, [userId]: { role: to } } }))
  .on(MemberRemoved, ({ members }, { userId }) => {
    const { [userId]: _, ...others } = members;
    return { members: others };
  });
