import { aggregate } from '@waybill/kernel';
import { ImpersonationStarted, ImpersonationStopped } from '../../../../events/identity.ts';

/** Impersonations, by session: streams of the staff's organization. */
export const impersonation = aggregate('identity', 'impersonation')
  .begin(ImpersonationStarted, () => ({}))
  .on(ImpersonationStopped, (state) => state);
