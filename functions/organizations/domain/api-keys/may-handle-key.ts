import {
  type Authority,
  type Caller,
  mustBe,
  notAMember,
  type RefusalOf,
  type Role,
  rank,
  roleTooLow,
  standing,
} from '@waybill/kernel';
import { roleTooHigh } from '../problems.ts';

export const mayHandleKeyRefuses = [notAMember, roleTooLow, roleTooHigh] as const;

/** Refuses to make, rotate or revoke a key with a higher role than the caller's current one. */
export const mayHandleKey = (
  role: Role,
  authority: Authority | undefined,
  caller: Caller,
): RefusalOf<typeof mayHandleKeyRefuses> | undefined => {
  const no = mustBe('officer', authority, caller);
  if (no) return no;
  const most = standing(authority, caller)!;
  return rank(role) > rank(most) ? roleTooHigh({ role, most }) : undefined;
};
