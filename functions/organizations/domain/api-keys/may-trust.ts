import { type Authority, type Caller, type RefusalOf, standing } from '@waybill/kernel';
import type { OrgType } from '#events/organizations';
import { trustNotYoursToGive } from '../problems.ts';

interface Trusting extends Authority {
  readonly type: OrgType;
}

/** Refuses to make, rotate or revoke a trusted key, unless the caller is an owner of an admin organization now. */
export const mayTrust = (
  trusted: boolean | undefined,
  organization: Trusting | undefined,
  caller: Caller,
): RefusalOf<readonly [typeof trustNotYoursToGive]> | undefined => {
  if (!trusted) return undefined;
  const isOwner = organization?.type === 'Admin' && standing(organization, caller) === 'owner';
  return isOwner ? undefined : trustNotYoursToGive();
};
