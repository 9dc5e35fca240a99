import { aggregate } from '@waybill/kernel';
import { EmulationStarted, EmulationStopped, ImpersonationStarted, ImpersonationStopped } from '#events/identity';

const same = (state: object) => state;

/** Looks at an organisation, by session: told in the one that is looked at. */
export const emulation = aggregate('identity', 'emulation')
  .begin(EmulationStarted, () => ({}))
  .on(EmulationStopped, same);

/** Times that somebody acted as somebody else, by session: told in the staff's organisation. */
export const impersonation = aggregate('identity', 'impersonation')
  .begin(ImpersonationStarted, () => ({}))
  .on(ImpersonationStopped, same);
