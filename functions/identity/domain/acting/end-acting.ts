import { endImpersonation, endImpersonationNeeds, type Session } from '@waybill/auth';
import { type AccessOf, declares } from '@waybill/kernel';
import { EmulationStopped } from '#events/identity';
import { emulation } from './emulation.ts';

export const endActingNeeds = declares({ writes: { ...endImpersonationNeeds.writes, emulation } });

/** When a session ends, ends its impersonation, the impersonations that it started, and its emulation. */
export const endActing = async (
  access: AccessOf<typeof endActingNeeds>,
  { id, userId, emulatedOrganizationId: org }: Session,
  why: 'signed-out' | 'session-revoked',
): Promise<void> => {
  await endImpersonation(access, id, why);
  for (const { id: begun } of await access.impersonations.findBy('sessionId', id))
    await endImpersonation(access, begun, 'impersonator-signed-out');
  if (org) await access.emulation.append(id, EmulationStopped({ userId, sessionId: id }), { org, by: userId });
};
