import { accounts, secondFactors, users } from '@waybill/auth';
import { refuse, z } from '@waybill/kernel';
import { SecondFactorDisabled } from '#events/identity';
import { asPerson } from '../as-person.ts';
import { password } from '../fields.ts';
import { goOn } from '../go-on.ts';
import { library } from '../library.ts';
import { problemIn } from '../problem-in.ts';
import { headersOf } from '../request.ts';
import { streamOf, userStream } from '../streams.ts';
import { tryPassword, tryPasswordReaches } from '../try-password.ts';

export const removeSecondFactor = asPerson({
  summary: 'Do without a second factor',
  route: 'POST /auth/second-factor/removal',
  input: z.strictObject({ password: password() }),
  output: z.object({ status: z.literal('removed'), token: z.string().optional() }),

  reaches: [
    ...tryPasswordReaches,
    { to: 'consult', register: accounts },
    { to: 'keep', register: users },
    { to: 'keep', register: secondFactors },
    { to: 'append', source: userStream },
  ],

  answer: async (request) => {
    const { input, unit, platform, person } = request;
    if (!person.user.twoFactorEnabled) return refuse('second-factor-not-enrolled');
    const itWasRight = await tryPassword(request);
    const { api } = await library(platform);
    const { headers } = await api
      .disableTwoFactor({ body: { password: input.password }, headers: headersOf(request), returnHeaders: true })
      .catch(problemIn);
    await itWasRight();
    const { token, cookies } = await goOn(unit, person.session, headers.getSetCookie());
    unit.tell(streamOf('user', person.user.id), SecondFactorDisabled({}), person.user.id);
    return { body: { status: 'removed' as const, token }, cookies };
  },
});
