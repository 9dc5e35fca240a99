import { type Caller, type Role, roles } from '../platform.ts';
import type { Refusal } from '../problems/problem.ts';
import { notAMember, roleTooLow } from '../problems/problems.ts';

/** The basis for a caller's current rights, folded from the organization's stream. */
export interface Authority {
  /** The current members of the organization, by user id. */
  readonly members: Readonly<Record<string, { readonly role: Role }>>;
  /** The caller's API key, if the command reads it: a key that was revoked since the request began gives no rights. */
  readonly callerKey?: { readonly revoked: boolean } | undefined;
}

/** The rank of a role; a higher one has more rights. */
export const rank = (role: Role): number => roles.indexOf(role);

const keyPrefix = 'key:';

/** The user id of a caller that uses an API key. */
export const keyHolder = (apiKeyId: string): string => `${keyPrefix}${apiKeyId}`;

/** The API key that the caller uses; `undefined` for a person. */
export const keyIdOf = ({ userId }: Pick<Caller, 'userId'>): string | undefined =>
  userId.startsWith(keyPrefix) ? userId.slice(keyPrefix.length) : undefined;

/**
 * The caller's current role in the organization: the lower of the current one and the one in the token, which may be
 * fifteen minutes old. A key has the role that it was created with, and staff that emulates the organization has the
 * role in its token.
 */
export const standing = (authority: Authority | undefined, caller: Caller): Role | undefined => {
  const { userId, role, emulatedFrom } = caller;
  if (keyIdOf(caller) !== undefined) return authority?.callerKey?.revoked ? undefined : role;
  if (emulatedFrom) return role;
  const now = authority?.members[userId]?.role;
  return now && rank(now) < rank(role) ? now : now && role;
};

/** Refuses a caller who has a lower role in the organization now. An unknown organization has no members. */
export const mustBe = (
  least: Role,
  authority: Authority | undefined,
  caller: Caller,
): Refusal<'not-a-member' | 'role-too-low'> | undefined => {
  const role = standing(authority, caller);
  if (!role) return notAMember();
  return rank(role) < rank(least) ? roleTooLow({ role, least }) : undefined;
};
