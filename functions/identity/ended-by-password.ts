import { sessions, type Unit } from '@waybill/auth';
import { SessionRevoked } from '#events/identity';
import { endActing } from './end-acting.ts';
import { streamOf } from './streams.ts';

/** Tells of the sessions that end because the password is another one. */
export const endedByPassword = async (unit: Unit, userId: string, but?: string): Promise<void> => {
  for (const { id, data } of await unit.findBy(sessions, 'userId', userId)) {
    if (id === but) continue;
    unit.tell(streamOf('session', id), SessionRevoked({ userId, why: 'password' }), userId);
    await endActing(unit, data, 'session-revoked');
  }
};
