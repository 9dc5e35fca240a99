import { requestedLink } from '../../domain/links/requested-link.ts';

/** Allows a sign-in on a new device even if guesses of others have used up the budgets of failed sign-ins. */
export const requestSignInLink = requestedLink({
  summary: 'Request a sign-in link',
  description:
    'Mails a link that signs in once, without the password, if the address has an account. The answer is the same if it has none.',
  route: 'POST /auth/sign-in-link',
  opens: 'sign-in',
  purpose: 'sign-in-link',
});
