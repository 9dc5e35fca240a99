import { type Caller, type Refusal, type Role, refuse } from '@waybill/kernel';
import type { Organization } from './organization.ts';
import { rank } from './rank.ts';
import { standing } from './standing.ts';

/** Whoever invites gives a role below their own: nobody is invited to own. */
export const mayGive = (
  role: Role,
  organization: Pick<Organization, 'members'>,
  caller: Caller,
): Refusal | undefined => {
  const own = standing(organization, caller);
  return own && rank(role) < rank(own) ? undefined : refuse('role-not-yours-to-give', { role: own }, 403);
};
