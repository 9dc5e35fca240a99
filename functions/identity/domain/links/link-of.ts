import { webUrl } from '@waybill/auth';
import type { Mail } from '../mail/mail.ts';

/** The page of the console that a mail links to. Opening it changes nothing: the page posts the token. */
export const linkOf = ({ purpose, token = '', about = {} }: Mail): string | undefined => {
  const page = (path: string, query: Record<string, string>) => `${webUrl()}${path}?${new URLSearchParams(query)}`;
  if (purpose === 'verification') return page('/verify-email', { token });
  if (purpose === 'password-reset') return page('/reset-password', { token });
  if (purpose === 'sign-in-link') return page('/sign-in-link', { token });
  if (purpose === 'sign-up-again') return page('/sign-in', {});
  if (purpose === 'api-key-expiring') return page('/api-keys', {});
  if (purpose !== 'invitation') return undefined;
  const { organizationId = '', invitationId = '' } = about;
  return page('/invitation', { organizationId, invitationId });
};
