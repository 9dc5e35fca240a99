import { aggregate } from '@waybill/kernel';
import { SessionRevoked, SignedIn, SignedOut } from '../../../../events/identity.ts';

const same = (state: object) => state;

/** What happened to a session. Nothing is decided on it: the record of the session is authoritative. */
export const sessionStream = aggregate('identity', 'session')
  .begin(SignedIn, () => ({}))
  .on(SignedOut, same)
  .on(SessionRevoked, same);
