import { aggregate } from '@waybill/kernel';
import { SessionRevoked, SignedIn, SignedOut } from '../../../../events/identity.ts';

const same = (state: object) => state;

/** The history of a session. No decision uses it: the session's record is authoritative. */
export const sessionStream = aggregate('identity', 'session')
  .begin(SignedIn, () => ({}))
  .on(SignedOut, same)
  .on(SessionRevoked, same);
