import { accounts, hashOf, libraryNeeds, linksLiveSeconds, users } from '@waybill/auth';
import { library } from '@waybill/auth/library';
import { endpoint, isRefusal, z } from '@waybill/kernel';
import { PasswordChanged } from '#events/identity';
import { mustBeGood } from '../../domain/account/good-password.ts';
import { wrongLinks } from '../../domain/budgets.ts';
import { newPassword, token } from '../../domain/fields.ts';
import { libraryRefusal } from '../../domain/library-refusal.ts';
import { endLinksNeeds, useLink } from '../../domain/links/links.ts';
import { postNeeds } from '../../domain/mail/mail.ts';
import { notify } from '../../domain/mail/notify.ts';
import { linkNotValid, unfitPassword } from '../../domain/problems.ts';
import { endSessionsNeeds } from '../../domain/session/end-other-sessions.ts';
import { endedByPassword } from '../../domain/session/ended-by-password.ts';
import { forgetDevices, knownDevices } from '../../domain/sign-in/devices.ts';
import { userStream } from '../../domain/streams.ts';

export const confirmPasswordReset = endpoint({
  summary: 'Set a new password by link',
  description: 'Takes the token of the mailed link. All sessions, known devices and other links of the account end.',
  route: 'POST /auth/password-reset/confirmation',
  role: 'anyone',
  limits: [wrongLinks],
  input: z.strictObject({ token: token(), password: newPassword() }),
  example: { token: 'kP3vX0b7J1cPSDm2V5kNwYgqT8rL4zHf', password: 'seven lanterns by the quay' },
  output: z.object({ status: z.literal('password-set').describe('It is done.') }),
  reads: { ...libraryNeeds.reads, users },
  writes: {
    ...endSessionsNeeds.writes,
    ...endLinksNeeds.writes,
    ...postNeeds.writes,
    accounts,
    knownDevices,
    userStream,
  },
  uses: postNeeds.uses,
  refuses: [unfitPassword, linkNotValid],

  answer: async ({ token, password }, access, context) => {
    const link = await access.links.get(hashOf(token));
    if (link?.data.opens !== 'password-reset') return linkNotValid();
    // A password that is refused leaves the link valid.
    const no = await context.once('check the password', () => mustBeGood(password, 'password', context));
    if (no) return no;
    const { api, $context } = await library(access);
    const userId = await useLink(access, 'password-reset', token);
    const user = userId && (await access.users.get(userId))?.data;
    if (!userId || !user) return linkNotValid();
    await forgetDevices(access, userId);
    await endedByPassword(access, userId);
    // The library sets a password only by its own link, so one is created and used at once.
    await (await $context).internalAdapter.createVerificationValue({
      value: userId,
      identifier: `reset-password:${token}`,
      expiresAt: new Date(Date.parse(context.now) + linksLiveSeconds * 1000),
    });
    const body = { newPassword: password, token };
    const reset = await api.resetPassword({ body, headers: new Headers() }).catch(libraryRefusal);
    if (isRefusal(reset)) return reset;
    await access.userStream.append(userId, PasswordChanged({ how: 'reset' }), { by: userId });
    await notify(access, context, user, 'password-changed');
    return { body: { status: 'password-set' as const } };
  },
});
