import { sessions, type Unit } from '@waybill/auth';
import { SessionRevoked } from '#events/identity';
import { streamOf } from './streams.ts';

/** Tells of the sessions that end because the password is another one. */
export const endedByPassword = async (unit: Unit, userId: string, but?: string): Promise<void> => {
  for (const { id } of await unit.under(sessions, 'userId', userId))
    if (id !== but) unit.tell(streamOf('session', id), SessionRevoked({ userId, why: 'password' }), userId);
};
