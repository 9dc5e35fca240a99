import type { AccessOf } from '@waybill/kernel';
import { SessionRevoked } from '#events/identity';
import { endActing } from '../acting/end-acting.ts';
import type { endSessionsNeeds } from './end-other-sessions.ts';

/** Records the end of the sessions that the library deletes at a change of the password: all except one. */
export const endedByPassword = async (
  access: AccessOf<typeof endSessionsNeeds>,
  userId: string,
  but?: string,
): Promise<void> => {
  for (const { id, data } of await access.sessions.findBy('userId', userId)) {
    if (id === but) continue;
    await access.sessionStream.append(id, SessionRevoked({ userId, why: 'password' }), { by: userId });
    await endActing(access, data, 'session-revoked');
  }
};
