import { requestedLink } from '../requested-link.ts';

export const requestPasswordReset = requestedLink({
  summary: 'Ask for a link by which to set the password anew',
  route: 'POST /auth/password-reset',
  opens: 'password-reset',
  purpose: 'password-reset',
});
