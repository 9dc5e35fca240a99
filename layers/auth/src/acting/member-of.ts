import type { MemberRole, OrgType } from '../../../../events/organizations.ts';
import { organizationOf, type ReadsOrganizations } from './organization-of.ts';

export interface CurrentMembership {
  readonly orgId: string;
  readonly orgType: OrgType;
  readonly role: MemberRole;
}

/** The current role of a user in an organization; `undefined` for a user who is not a member. */
export const memberOf = async (
  access: ReadsOrganizations,
  userId: string,
  orgId: string | null | undefined,
): Promise<CurrentMembership | undefined> => {
  if (!orgId) return undefined;
  const state = await organizationOf(access, orgId);
  const member = state?.members[userId];
  return state && member && { orgId, orgType: state.type, role: member.role };
};
