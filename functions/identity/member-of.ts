import type { Platform } from '@waybill/kernel';
import type { MemberRole, OrgType } from '#events/identity';
import { organizationOf } from './organization-of.ts';

export interface Belonging {
  readonly orgId: string;
  readonly orgType: OrgType;
  readonly role: MemberRole;
}

/** What somebody is in an organisation at this moment, from its history; nothing, if they do not belong to it. */
export const memberOf = async (
  platform: Platform,
  userId: string,
  orgId: string | null | undefined,
): Promise<Belonging | undefined> => {
  if (!orgId) return undefined;
  const state = await organizationOf(platform, orgId);
  const member = state?.members[userId];
  return state && member && { orgId, orgType: state.type, role: member.role };
};
