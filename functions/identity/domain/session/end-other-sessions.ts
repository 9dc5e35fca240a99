import { sessionStream, sessions } from '@waybill/auth';
import { type AccessOf, declares } from '@waybill/kernel';
import { SessionRevoked } from '#events/identity';
import { endActing, endActingNeeds } from '../acting/end-acting.ts';

export const endSessionsNeeds = declares({ writes: { ...endActingNeeds.writes, sessions, sessionStream } });

/** Ends all sessions of a user except one. Returns how many. */
export const endOtherSessions = async (
  access: AccessOf<typeof endSessionsNeeds>,
  userId: string,
  but: string,
  why: 'by-user' | 'second-factor',
): Promise<number> => {
  const others = (await access.sessions.findBy('userId', userId)).filter(({ id }) => id !== but);
  for (const { id, data } of others) {
    await access.sessions.delete(id);
    await access.sessionStream.append(id, SessionRevoked({ userId, why }), { by: userId });
    await endActing(access, data, 'session-revoked');
  }
  return others.length;
};
