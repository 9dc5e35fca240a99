import type { User } from '@waybill/auth';
import type { AccessOf, RequestContext } from '@waybill/kernel';
import { browserName } from '../sign-in/browser-name.ts';
import { mailAllowance, type Purpose, post, type postNeeds } from './mail.ts';

type Notice = Extract<
  Purpose,
  'password-changed' | 'second-factor-enabled' | 'second-factor-removed' | 'backup-codes-renewed' | 'new-device'
>;

/** Mails a user about a change to the security of the account, and its origin (OWASP ASVS 4.0.3, 2.2.3). */
export const notify = async (
  access: AccessOf<typeof postNeeds>,
  context: Pick<RequestContext<unknown>, 'header' | 'ip' | 'place' | 'now'>,
  { email, name, locale }: User,
  purpose: Notice,
): Promise<void> => {
  const { header, ip, place } = context;
  const exact = { device: browserName(header('user-agent')), ...(ip && { ip }), ...(place && { place }) };
  await post(access, await mailAllowance(access, email, purpose), { purpose, name, locale, exact }, context);
};
