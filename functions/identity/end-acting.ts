import type { Session, Unit } from '@waybill/auth';
import type { Reach } from '@waybill/kernel';
import { EmulationStopped } from '#events/identity';
import { endImpersonation, endImpersonationReaches } from './end-impersonation.ts';
import { impersonations } from './impersonations.ts';
import { emulation } from './staff-acts.ts';
import { streamIn } from './streams.ts';

export const endActingReaches: readonly Reach[] = [...endImpersonationReaches, { to: 'append', source: emulation }];

/** With a session ends what is done through it: being somebody else, having become somebody else, looking at an organisation. */
export const endActing = async (
  unit: Unit,
  { id, userId, emulatedOrganizationId }: Session,
  why: 'signed-out' | 'session-revoked',
): Promise<void> => {
  await endImpersonation(unit, id, why);
  for (const { id: begun } of await unit.findBy(impersonations, 'sessionId', id))
    await endImpersonation(unit, begun, 'impersonator-signed-out');
  if (emulatedOrganizationId)
    unit.tell(
      streamIn(emulatedOrganizationId, emulation.name, id),
      EmulationStopped({ userId, sessionId: id }),
      userId,
    );
};
