import { type Caller, type Refusal, type Role, refuse } from '@waybill/kernel';
import type { Organization } from './organization.ts';
import { rank } from './rank.ts';
import { standing } from './standing.ts';

/** Refuses whoever is less than that in the organisation, as it is now. */
export const mustBe = (
  least: Role,
  organization: Pick<Organization, 'members'>,
  caller: Caller,
): Refusal | undefined => {
  const role = standing(organization, caller);
  if (!role) return refuse('not-a-member', {}, 403);
  return rank(role) < rank(least) ? refuse('role-too-low', { role, least }, 403) : undefined;
};
