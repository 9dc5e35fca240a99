import type { Unit, User } from '@waybill/auth';
import type { HttpRequest, Platform } from '@waybill/kernel';
import { browserName } from './browser-name.ts';
import { type Purpose, post, postageFor } from './mail.ts';

type Notice = Extract<
  Purpose,
  'password-changed' | 'second-factor-enabled' | 'second-factor-removed' | 'backup-codes-renewed' | 'new-device'
>;

/** Tells people by mail what has happened to the security of their account, and from where (OWASP ASVS 4.0.3, 2.2.3). */
export const notify = async (
  platform: Platform,
  unit: Unit,
  { header, ip, place }: Pick<HttpRequest<unknown>, 'header' | 'ip' | 'place'>,
  { email, name }: User,
  purpose: Notice,
): Promise<void> => {
  const exact = { device: browserName(header('user-agent')), ...(ip && { ip }), ...(place && { place }) };
  await post(unit, await postageFor(platform, email, purpose), { purpose, name, exact }, platform);
};
