import { accounts, sessions, users, verifications, within } from '@waybill/auth';
import { call, z } from '@waybill/kernel';
import { knowsAuthSecret } from '../auth-secret.ts';
import { knownDevices } from '../devices.ts';
import { endActingReaches } from '../end-acting.ts';
import { password, token } from '../fields.ts';
import { mustBeGood } from '../good-password.ts';
import { library } from '../library.ts';
import { problemIn } from '../problem-in.ts';
import { sessionStream, userStream } from '../streams.ts';

export const confirmPasswordReset = call({
  summary: 'Set the password anew by the link; all sessions end, and no device is known any more',
  route: 'POST /auth/password-reset/confirmation',
  role: 'anyone',
  input: z.strictObject({ token: token(), password: password() }),
  output: z.object({ status: z.literal('password-set') }),
  reaches: [
    ...endActingReaches,
    knowsAuthSecret,
    { to: 'consult', register: users },
    { to: 'keep', register: accounts },
    { to: 'keep', register: verifications },
    { to: 'keep', register: sessions },
    { to: 'keep', register: knownDevices },
    { to: 'append', source: userStream },
    { to: 'append', source: sessionStream },
  ],

  answer:
    (platform) =>
    async ({ input: { token, password }, correlation }) => {
      // A password that will not do leaves the link as it is.
      await mustBeGood(password, 'password', platform);
      return within(platform, { by: 'anyone', correlation }, async () => {
        const { api } = await library(platform);
        await api.resetPassword({ body: { newPassword: password, token }, headers: new Headers() }).catch(problemIn);
        return { body: { status: 'password-set' as const } };
      });
    },
});
