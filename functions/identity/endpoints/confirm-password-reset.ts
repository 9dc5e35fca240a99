import { accounts, hashOf, linksLiveSeconds, users, within } from '@waybill/auth';
import { busyTryAgain, endpoint, Problem, z } from '@waybill/kernel';
import { PasswordChanged } from '#events/identity';
import { knowsAuthSecret } from '../auth-secret.ts';
import { wrongLinks } from '../budgets.ts';
import { forgetDevices, knownDevices } from '../devices.ts';
import { endActingReaches } from '../end-acting.ts';
import { endedByPassword } from '../ended-by-password.ts';
import { newPassword, token } from '../fields.ts';
import { mustBeGood } from '../good-password.ts';
import { library } from '../library.ts';
import { endLinksReaches, links, useLink } from '../links.ts';
import { postReaches } from '../mail.ts';
import { notify } from '../notify.ts';
import { problemIn } from '../problem-in.ts';
import { linkNotValid, unfitPassword } from '../problems.ts';
import { sessionStream, streamOf, userStream } from '../streams.ts';

export const confirmPasswordReset = endpoint({
  summary: 'Set a new password by link',
  description:
    'Takes the token of the link that was mailed. All sessions end, no device is known any more, and no other link opens anything.',
  route: 'POST /auth/password-reset/confirmation',
  role: 'anyone',
  limits: [wrongLinks],
  input: z.strictObject({ token: token(), password: newPassword() }),
  example: { token: 'kP3vX0b7J1cPSDm2V5kNwYgqT8rL4zHf', password: 'seven lanterns by the quay' },
  output: z.object({ status: z.literal('password-set').describe('It is done.') }),
  refuses: [unfitPassword, linkNotValid, busyTryAgain],
  reaches: [
    knowsAuthSecret,
    ...endActingReaches,
    ...endLinksReaches,
    ...postReaches,
    { to: 'consult', register: users },
    { to: 'keep', register: accounts },
    { to: 'keep', register: knownDevices },
    { to: 'append', source: userStream },
    { to: 'append', source: sessionStream },
  ],

  answer: (platform) => async (request) => {
    const { token, password } = request.input;
    const known = await platform.records.get(links, hashOf(token));
    if (known?.data.opens !== 'password-reset') throw Problem.of(linkNotValid());
    // A password that will not do leaves the link as it is.
    await mustBeGood(password, 'password', platform);
    const { api, $context } = await library(platform);
    return within(platform, { by: 'anyone', correlationId: request.correlationId }, async (unit) => {
      const userId = await useLink(unit, 'password-reset', token);
      const user = userId && (await unit.get(users, userId))?.data;
      if (!userId || !user) throw Problem.of(linkNotValid());
      await forgetDevices(unit, userId);
      await endedByPassword(unit, userId);
      // The library sets a password by a link of its own, which it uses up at once.
      await (await $context).internalAdapter.createVerificationValue({
        value: userId,
        identifier: `reset-password:${token}`,
        expiresAt: new Date(unit.now().getTime() + linksLiveSeconds * 1000),
      });
      await api.resetPassword({ body: { newPassword: password, token }, headers: new Headers() }).catch(problemIn);
      unit.tell(streamOf('user', userId), PasswordChanged({ how: 'reset' }), userId);
      await notify(platform, unit, request, user, 'password-changed');
      return { body: { status: 'password-set' as const } };
    });
  },
});
