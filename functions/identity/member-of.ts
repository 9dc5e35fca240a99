import type { Platform } from '@waybill/kernel';
import type { MemberRole, OrgType } from '#events/identity';
import { organization } from './organization.ts';
import { streamIn } from './streams.ts';

export interface Belonging {
  readonly orgId: string;
  readonly orgType: OrgType;
  readonly role: MemberRole;
}

/** What somebody is in an organisation at this moment, from its history; nothing, if they do not belong to it. */
export const memberOf = async (
  { events }: Platform,
  userId: string,
  orgId: string | null | undefined,
): Promise<Belonging | undefined> => {
  if (!orgId) return undefined;
  const state = organization.replay(await events.read(streamIn(orgId, 'organization', orgId)));
  const member = state?.members[userId];
  return state && member && { orgId, orgType: state.type, role: member.role };
};
