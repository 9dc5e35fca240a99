import { type AccessOf, declares } from '@waybill/kernel';
import { type ImpersonationEnd, impersonations } from '../../../../events/identity.ts';
import { sessions, users } from '../models.ts';
import { memberOf } from './member-of.ts';
import { organization } from './organization.ts';

export const noLongerImpersonatesNeeds = declares({ reads: { sessions, users, impersonations, organization } });

/**
 * Checks at each use why a session may no longer act as another user; `undefined` while it may. Its impersonator must
 * still be signed in, own the admin organization and have a second factor.
 *
 * @param now ISO-8601
 */
export const noLongerImpersonates = async (
  access: AccessOf<typeof noLongerImpersonatesNeeds>,
  sessionId: string,
  now: string,
): Promise<ImpersonationEnd | undefined> => {
  const known = (await access.impersonations.get(sessionId))?.data;
  if (!known || known.until <= now) return 'time-is-up';
  const own = await access.sessions.get(known.sessionId);
  if (own?.data.userId !== known.by) return 'impersonator-signed-out';
  const at = await memberOf(access, known.by, known.orgId);
  if (at?.orgType !== 'Admin' || at.role !== 'owner') return 'impersonator-not-an-owner';
  const impersonator = (await access.users.get(known.by))?.data;
  return impersonator?.twoFactorEnabled ? undefined : 'impersonator-without-second-factor';
};
