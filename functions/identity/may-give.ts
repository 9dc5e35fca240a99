import { type Authority, type Caller, type Refusal, type Role, rank, refuse, standing } from '@waybill/kernel';

/** Whoever invites gives a role below their own: nobody is invited to own. */
export const mayGive = (role: Role, authority: Authority, caller: Caller): Refusal | undefined => {
  const own = standing(authority, caller);
  return own && rank(role) < rank(own) ? undefined : refuse('role-not-yours-to-give', { role: own }, 403);
};
