import { type Authority, type Caller, type Refusal, type Role, rank, standing } from '@waybill/kernel';
import { roleNotYoursToGive } from '../problems.ts';

/** Invitations are to roles below the inviter's own, so never to `owner`. */
export const mayGrant = (
  role: Role,
  authority: Authority,
  caller: Caller,
): Refusal<'role-not-yours-to-give'> | undefined => {
  const own = standing(authority, caller);
  return own && rank(role) < rank(own) ? undefined : roleNotYoursToGive({ role: own });
};
