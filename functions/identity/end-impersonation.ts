import { sessions, type Unit } from '@waybill/auth';
import type { Reach } from '@waybill/kernel';
import { type ImpersonationEnd, ImpersonationStopped } from '#events/identity';
import { impersonations } from './impersonations.ts';
import { impersonation } from './staff-acts.ts';
import { streamIn } from './streams.ts';

export const endImpersonationReaches: readonly Reach[] = [
  { to: 'keep', register: sessions },
  { to: 'keep', register: impersonations },
  { to: 'append', source: impersonation },
];

/** Ends a session that acts as somebody else, and records why; the authorizer refuses its tokens from then on. */
export const endImpersonation = async (unit: Unit, sessionId: string, why: ImpersonationEnd): Promise<void> => {
  const known = await unit.get(impersonations, sessionId);
  if (!known) return;
  const { orgId, by, userId } = known.data;
  await unit.remove(sessions, sessionId);
  await unit.remove(impersonations, sessionId);
  unit.tell(streamIn(orgId, impersonation.name, sessionId), ImpersonationStopped({ userId, sessionId, why }), by);
};
