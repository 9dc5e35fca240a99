import type { Session } from '@waybill/auth';
import { noActiveOrganization, notAMember, type Platform, type RefusalOf } from '@waybill/kernel';
import { isStaff } from './is-staff.ts';
import { type Belonging, memberOf } from './member-of.ts';
import { orgTypeNotAllowed } from './problems.ts';

export const atStaffRefuses = [noActiveOrganization, notAMember, orgTypeNotAllowed] as const;

/** The staff's organisation at which somebody is at work, and what they are there now. */
export const atStaff = async (
  platform: Platform,
  { activeOrganizationId, userId }: Session,
): Promise<Belonging | RefusalOf<typeof atStaffRefuses>> => {
  if (!activeOrganizationId) return noActiveOrganization();
  const belonging = await memberOf(platform, userId, activeOrganizationId);
  if (!belonging) return notAMember();
  const { orgType } = belonging;
  return isStaff(orgType) ? belonging : orgTypeNotAllowed({ orgType });
};
