import { problem, z } from '@waybill/kernel';
import { impersonationEnds } from '../../../../events/identity.ts';

/** The problems of every route that takes a session. */

const bearer = { 'www-authenticate': 'Bearer' };

export const crossSite = problem(
  'cross-site',
  403,
  'A browser sent the session cookie for a page of another site. Send JSON, or `X-Requested-With`, from a page of Waybill.',
);
export const emulating = problem(
  'emulating',
  403,
  'The session looks at a customer’s organization, and changes nothing meanwhile. Stop that first.',
);
export const impersonationEnded = problem(
  'impersonation-ended',
  401,
  'The session acted as another user and may do so no longer. It is over.',
  { why: z.enum(impersonationEnds).describe('What ended it.') },
  bearer,
);
export const secondFactorRequired = problem(
  'second-factor-required',
  403,
  'This needs an account with a second factor. Enable one first.',
);
