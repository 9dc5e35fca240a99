import { headersOf, libraryNeeds, person, users } from '@waybill/auth';
import { library } from '@waybill/auth/library';
import { endpoint, isRefusal, z } from '@waybill/kernel';
import { SecondFactorEnabled } from '#events/identity';
import { newToken } from '../../domain/fields.ts';
import { libraryRefusal } from '../../domain/library-refusal.ts';
import { postNeeds } from '../../domain/mail/mail.ts';
import { notify } from '../../domain/mail/notify.ts';
import { codeSpent, secondFactorEnabledAlready, secondFactorNotEnrolled, wrongCode } from '../../domain/problems.ts';
import { proveSecondFactorNeeds } from '../../domain/second-factor/second-factor-proof.ts';
import { spendCode } from '../../domain/second-factor/spent.ts';
import { continueSession } from '../../domain/session/continue-session.ts';
import { endOtherSessions, endSessionsNeeds } from '../../domain/session/end-other-sessions.ts';
import { tryPassword, tryPasswordNeeds, tryPasswordRefuses } from '../../domain/sign-in/try-password.ts';
import { userStream } from '../../domain/streams.ts';

export const confirmSecondFactor = endpoint({
  summary: 'Enable the second factor',
  description:
    'Takes a code of the authenticator. From then on every sign-in needs a code. All other sessions end, and this one gets a new token.',
  route: 'POST /auth/second-factor/confirmation',
  role: 'person',
  as: person,
  input: z.strictObject({
    code: z
      .string()
      .regex(/^\d{6}$/, 'must have six digits')
      .describe('The current code of the authenticator.'),
  }),
  example: { code: '314159' },
  output: z.object({ status: z.literal('enabled').describe('It is done.'), token: newToken() }),
  reads: libraryNeeds.reads,
  writes: {
    ...endSessionsNeeds.writes,
    ...postNeeds.writes,
    ...proveSecondFactorNeeds.writes,
    users,
    userStream,
  },
  uses: { ...tryPasswordNeeds.uses, ...postNeeds.uses },
  refuses: [secondFactorEnabledAlready, secondFactorNotEnrolled, wrongCode, codeSpent, ...tryPasswordRefuses],

  answer: async ({ code }, access, context) => {
    const { user, session } = context.person;
    // Otherwise an open session could be used to guess codes or to use up those of the user.
    if (user.twoFactorEnabled) return secondFactorEnabledAlready();
    const { api } = await library(access);
    const verified = await tryPassword(access, context.person, () =>
      api.verifyTOTP({ body: { code }, headers: headersOf(context), returnHeaders: true }).catch(libraryRefusal),
    );
    if (isRefusal(verified)) return verified;
    const no = await spendCode(access, user.id, code, context.now);
    if (no) return no;
    const { token, cookies } = await continueSession(access, session, verified.headers.getSetCookie(), context.now);
    // The other sessions began without a second factor and would never need it.
    await endOtherSessions(access, user.id, session.id, 'second-factor');
    await access.userStream.append(user.id, SecondFactorEnabled({}), { by: user.id });
    await notify(access, context, user, 'second-factor-enabled');
    return { body: { status: 'enabled' as const, token }, cookies };
  },
});
