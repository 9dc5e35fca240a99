import { sessions } from '@waybill/auth';
import { EmulationStopped } from '#events/identity';
import type { PersonRequest } from './as-person.ts';
import { emulation } from './staff-acts.ts';
import { streamIn } from './streams.ts';

/** From now on the session works for that organisation, and looks at no other. */
export const activate = async (
  { person: { session, user }, unit }: Pick<PersonRequest<unknown>, 'person' | 'unit'>,
  organizationId: string,
): Promise<void> => {
  const looksAt = session.emulatedOrganizationId;
  // The same request ten times at once changes the session once: nobody loses a race over what is so already.
  if (session.activeOrganizationId === organizationId && !looksAt) return;
  if (looksAt)
    unit.tell(
      streamIn(looksAt, emulation.name, session.id),
      EmulationStopped({ userId: user.id, sessionId: session.id }),
      user.id,
    );
  const next = { ...session, activeOrganizationId: organizationId, emulatedOrganizationId: null };
  await unit.put(sessions, session.id, next, session.expiresAt);
};
