import { accounts, secondFactors, users } from '@waybill/auth';
import { z } from '@waybill/kernel';
import { SecondFactorDisabled } from '#events/identity';
import { asPerson } from '../as-person.ts';
import { backupCode, newToken, oneCode, password, totpCode } from '../fields.ts';
import { goOn } from '../go-on.ts';
import { library } from '../library.ts';
import { postReaches } from '../mail.ts';
import { notify } from '../notify.ts';
import { problemIn } from '../problem-in.ts';
import { secondFactorNotEnrolled, wrongPassword } from '../problems.ts';
import { headersOf } from '../request.ts';
import { proveSecondFactor, proveSecondFactorRefuses } from '../second-factor-proof.ts';
import { spent } from '../spent.ts';
import { streamOf, userStream } from '../streams.ts';
import { tryPassword, tryPasswordReaches, tryPasswordRefuses } from '../try-password.ts';

/** Whoever has an open session and the password must not get rid of what protects the account from exactly that. */
export const removeSecondFactor = asPerson({
  summary: 'Remove the second factor',
  description:
    'Takes the password, and a code of the authenticator or a backup code. The session goes on with a new token.',
  route: 'POST /auth/second-factor/removal',
  input: z
    .strictObject({
      password: password().describe('The password of the account.'),
      code: totpCode(),
      backupCode: backupCode(),
    })
    .refine(...oneCode),
  example: { password: 'violet tram under rain', code: '314159' },
  output: z.object({ status: z.literal('removed').describe('It is done.'), token: newToken() }),

  refuses: [wrongPassword, ...proveSecondFactorRefuses, ...tryPasswordRefuses],
  reaches: [
    ...tryPasswordReaches,
    ...postReaches,
    { to: 'consult', register: accounts },
    { to: 'keep', register: users },
    { to: 'keep', register: secondFactors },
    { to: 'keep', register: spent },
    { to: 'append', source: userStream },
  ],

  answer: async (request) => {
    const { input, unit, platform, person } = request;
    const { user } = person;
    if (!user.twoFactorEnabled) return secondFactorNotEnrolled();
    const { api } = await library(platform);
    const { headers } = await tryPassword(request, async () => {
      const more = { headers: headersOf(request), returnHeaders: true as const };
      await api.verifyPassword({ body: { password: input.password }, headers: headersOf(request) }).catch(problemIn);
      await proveSecondFactor(request);
      return api.disableTwoFactor({ body: { password: input.password }, ...more }).catch(problemIn);
    });
    const { token, cookies } = await goOn(unit, person.session, headers.getSetCookie());
    unit.tell(streamOf('user', user.id), SecondFactorDisabled({}), user.id);
    await notify(platform, unit, request, user, 'second-factor-removed');
    return { body: { status: 'removed' as const, token }, cookies };
  },
});
