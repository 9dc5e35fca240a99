import { requestedLink } from '../requested-link.ts';

/** The way in on a new device while somebody else guesses at the password, and what they try holds everybody new up. */
export const requestSignInLink = requestedLink({
  summary: 'Ask for a link by which to sign in once, without a password',
  route: 'POST /auth/sign-in-link',
  opens: 'sign-in',
  purpose: 'sign-in-link',
});
