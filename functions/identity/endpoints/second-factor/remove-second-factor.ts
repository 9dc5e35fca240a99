import { accounts, headersOf, libraryNeeds, person, sessions, users } from '@waybill/auth';
import { library } from '@waybill/auth/library';
import { endpoint, isRefusal, z } from '@waybill/kernel';
import { SecondFactorDisabled } from '#events/identity';
import { backupCode, newToken, oneCode, password, totpCode } from '../../domain/fields.ts';
import { libraryRefusal } from '../../domain/library-refusal.ts';
import { postNeeds } from '../../domain/mail/mail.ts';
import { notify } from '../../domain/mail/notify.ts';
import { secondFactorNotEnrolled, wrongPassword } from '../../domain/problems.ts';
import {
  proveSecondFactor,
  proveSecondFactorNeeds,
  proveSecondFactorRefuses,
} from '../../domain/second-factor/second-factor-proof.ts';
import { continueSession } from '../../domain/session/continue-session.ts';
import { tryPassword, tryPasswordNeeds, tryPasswordRefuses } from '../../domain/sign-in/try-password.ts';
import { userStream } from '../../domain/streams.ts';

/** The second factor protects an account whose password and session were stolen, so its removal needs a code. */
export const removeSecondFactor = endpoint({
  summary: 'Remove the second factor',
  description: 'Takes the password, and a code of the authenticator or a backup code. The session gets a new token.',
  route: 'POST /auth/second-factor/removal',
  role: 'person',
  as: person,
  input: z
    .strictObject({
      password: password().describe('The password of the account.'),
      code: totpCode(),
      backupCode: backupCode(),
    })
    .refine(...oneCode),
  example: { password: 'violet tram under rain', code: '314159' },
  output: z.object({ status: z.literal('removed').describe('It is done.'), token: newToken() }),
  reads: { ...libraryNeeds.reads, accounts },
  writes: { ...proveSecondFactorNeeds.writes, ...postNeeds.writes, sessions, users, userStream },
  uses: { ...tryPasswordNeeds.uses, ...postNeeds.uses },
  refuses: [wrongPassword, ...proveSecondFactorRefuses, ...tryPasswordRefuses],

  answer: async ({ password, ...codes }, access, context) => {
    const { user, session } = context.person;
    if (!user.twoFactorEnabled) return secondFactorNotEnrolled();
    const { api } = await library(access);
    const asked = { body: { password }, headers: headersOf(context) };
    const disabled = await tryPassword(access, context.person, async () => {
      const verified = await api.verifyPassword(asked).catch(libraryRefusal);
      if (isRefusal(verified)) return verified;
      const no = await proveSecondFactor(codes, access, context);
      return no ?? api.disableTwoFactor({ ...asked, returnHeaders: true }).catch(libraryRefusal);
    });
    if (isRefusal(disabled)) return disabled;
    const { token, cookies } = await continueSession(access, session, disabled.headers.getSetCookie(), context.now);
    await access.userStream.append(user.id, SecondFactorDisabled({}), { by: user.id });
    await notify(access, context, user, 'second-factor-removed');
    return { body: { status: 'removed' as const, token }, cookies };
  },
});
