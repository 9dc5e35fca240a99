import { sessions, type Unit } from '@waybill/auth';
import { SessionRevoked } from '#events/identity';
import { endActing } from './end-acting.ts';
import { streamOf } from './streams.ts';

/** Ends all sessions of somebody but one. Answers how many. */
export const endOtherSessions = async (
  unit: Unit,
  userId: string,
  but: string,
  why: 'by-user' | 'second-factor',
): Promise<number> => {
  const others = (await unit.findBy(sessions, 'userId', userId)).filter(({ id }) => id !== but);
  for (const { id, data } of others) {
    await unit.remove(sessions, id);
    unit.tell(streamOf('session', id), SessionRevoked({ userId, why }), userId);
    await endActing(unit, data, 'session-revoked');
  }
  return others.length;
};
