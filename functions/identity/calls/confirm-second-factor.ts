import { secondFactors, users } from '@waybill/auth';
import { z } from '@waybill/kernel';
import { SecondFactorEnabled } from '#events/identity';
import { asPerson } from '../as-person.ts';
import { goOn } from '../go-on.ts';
import { library } from '../library.ts';
import { problemIn } from '../problem-in.ts';
import { headersOf } from '../request.ts';
import { spendCode, spent } from '../spent.ts';
import { streamOf, userStream } from '../streams.ts';

export const confirmSecondFactor = asPerson({
  summary: 'Show that the authenticator works: from now on it is asked',
  route: 'POST /auth/second-factor/confirmation',
  input: z.strictObject({ code: z.string().regex(/^\d{6}$/, 'must have six digits') }),
  output: z.object({ status: z.literal('enabled'), token: z.string().optional() }),

  reaches: [
    { to: 'keep', register: users },
    { to: 'keep', register: secondFactors },
    { to: 'keep', register: spent },
    { to: 'append', source: userStream },
  ],

  answer: async (request) => {
    const { input, unit, platform, person } = request;
    const { api } = await library(platform);
    const { headers } = await api
      .verifyTOTP({ body: { code: input.code }, headers: headersOf(request), returnHeaders: true })
      .catch(problemIn);
    await spendCode(unit, person.user.id, input.code);
    const { token, cookies } = await goOn(unit, person.session, headers.getSetCookie());
    if (!person.user.twoFactorEnabled)
      unit.tell(streamOf('user', person.user.id), SecondFactorEnabled({}), person.user.id);
    return { body: { status: 'enabled' as const, token }, cookies };
  },
});
