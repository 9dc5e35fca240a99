import { type AccessOf, declares } from '@waybill/kernel';
import { type ImpersonationEnd, ImpersonationStopped, impersonations } from '../../../../events/identity.ts';
import { sessions } from '../models.ts';
import { impersonation } from './impersonation.ts';

export const endImpersonationNeeds = declares({ writes: { sessions, impersonations, impersonation } });

/** Ends a session that acts as another user, and records why; the authorizer refuses its tokens from then on. */
export const endImpersonation = async (
  { sessions, impersonations, impersonation }: AccessOf<typeof endImpersonationNeeds>,
  sessionId: string,
  why: ImpersonationEnd,
): Promise<void> => {
  const known = await impersonations.get(sessionId);
  if (!known) return;
  const { orgId: org, by, userId } = known.data;
  await sessions.delete(sessionId);
  await impersonations.delete(sessionId);
  await impersonation.append(sessionId, ImpersonationStopped({ userId, sessionId, why }), { org, by });
};
