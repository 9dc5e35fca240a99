import type { Caller, Role } from '@waybill/kernel';
import { isKeyHolder } from './key-holder.ts';
import type { Organization } from './organization.ts';
import { rank } from './rank.ts';

/**
 * What the caller is in the organisation now: a token may be fifteen minutes older than that. Machines, and staff that looks
 * at another organisation, are no members and are what their token says.
 */
export const standing = ({ members }: Pick<Organization, 'members'>, caller: Caller): Role | undefined => {
  const { userId, role, emulatedFrom } = caller;
  if (isKeyHolder(caller) || emulatedFrom) return role;
  const now = members[userId]?.role;
  return now && rank(now) < rank(role) ? now : now && role;
};
