import { requestedLink } from '../../domain/links/requested-link.ts';

export const requestPasswordReset = requestedLink({
  summary: 'Request a password reset',
  description:
    'Mails a link that sets a new password, if the address has an account. The answer is the same if it has none.',
  route: 'POST /auth/password-reset',
  opens: 'password-reset',
  purpose: 'password-reset',
});
