import { type Authority, type Caller, mustBe, type Refusal, type Role, rank, refuse, standing } from '@waybill/kernel';

/** Nobody makes, rotates or revokes a key that may do more than they may themselves, as things are now. */
export const mayHandleKey = (role: Role, authority: Authority | undefined, caller: Caller): Refusal | undefined => {
  const no = mustBe('officer', authority, caller);
  if (no) return no;
  const most = standing(authority, caller)!;
  return rank(role) > rank(most) ? refuse('role-too-high', { role, most }, 403) : undefined;
};
