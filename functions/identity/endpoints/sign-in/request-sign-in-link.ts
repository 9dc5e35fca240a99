import { requestedLink } from '../../domain/links/requested-link.ts';

/** Signs in on a new device while the budgets of failed sign-ins are used up by guesses of others. */
export const requestSignInLink = requestedLink({
  summary: 'Request a sign-in link',
  description:
    'Mails a link that signs in once, without the password, if the address has an account. The answer is the same if it has none.',
  route: 'POST /auth/sign-in-link',
  opens: 'sign-in',
  purpose: 'sign-in-link',
});
