import { problem, z } from '@waybill/kernel';
import { impersonationEnds } from '../../../../events/identity.ts';

/** The problems of every route that requires a session. */

const bearer = { 'www-authenticate': 'Bearer' };

export const crossSite = problem(
  'cross-site',
  403,
  'A browser sent the session cookie from a page of another site. Send JSON, or `X-Requested-With`, from a page of Waybill.',
);
export const emulating = problem(
  'emulating',
  403,
  'The session emulates a customer’s organization, which is read-only. End the emulation first.',
);
export const impersonationEnded = problem(
  'impersonation-ended',
  401,
  'The session acted as another user and is no longer allowed to. It has ended.',
  { why: z.enum(impersonationEnds).describe('What ended the impersonation.') },
  bearer,
);
export const secondFactorRequired = problem(
  'second-factor-required',
  403,
  'This operation needs an account with a second factor. Enable one first.',
);
