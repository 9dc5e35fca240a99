import { sessions, type Unit, users } from '@waybill/auth';
import type { Platform, Reach } from '@waybill/kernel';
import type { ImpersonationEnd } from '#events/identity';
import { endImpersonationReaches } from './end-impersonation.ts';
import { impersonations } from './impersonations.ts';
import { memberOf } from './member-of.ts';
import { organization } from './organization.ts';

export const noLongerImpersonatesReaches: readonly Reach[] = [
  ...endImpersonationReaches,
  { to: 'consult', register: users },
  { to: 'read', source: organization },
];

/**
 * Why a session may no longer act as somebody else, if so: asked whenever it is used. Its impersonator must still be signed
 * in, own the admin organisation and have a second factor.
 */
export const noLongerImpersonates = async (
  platform: Platform,
  unit: Unit,
  sessionId: string,
): Promise<ImpersonationEnd | undefined> => {
  const known = (await unit.get(impersonations, sessionId))?.data;
  if (!known || known.until <= unit.now().toISOString()) return 'time-is-up';
  const own = await unit.get(sessions, known.sessionId);
  if (own?.data.userId !== known.by) return 'impersonator-signed-out';
  const at = await memberOf(platform, known.by, known.orgId);
  if (at?.orgType !== 'Admin' || at.role !== 'owner') return 'impersonator-not-an-owner';
  const impersonator = (await unit.get(users, known.by))?.data;
  return impersonator?.twoFactorEnabled ? undefined : 'impersonator-without-second-factor';
};
