import type { Session } from '@waybill/auth';
import { type Platform, type Refusal, refuse } from '@waybill/kernel';
import { isStaff } from './is-staff.ts';
import { type Belonging, memberOf } from './member-of.ts';

/** The staff's organisation at which somebody is at work, and what they are there now. */
export const atStaff = async (
  platform: Platform,
  { activeOrganizationId, userId }: Session,
): Promise<Belonging | Refusal> => {
  if (!activeOrganizationId) return refuse('no-active-organization', {}, 403);
  const belonging = await memberOf(platform, userId, activeOrganizationId);
  if (!belonging) return refuse('not-a-member', {}, 403);
  const { orgType } = belonging;
  return isStaff(orgType) ? belonging : refuse('org-type-not-allowed', { orgType }, 403);
};
