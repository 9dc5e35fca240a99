import { z } from '@waybill/kernel';
import { deviceToken, sessionToken, UserAnswer } from '../fields.ts';

export const SignedInAnswer = z
  .object({
    status: z.literal('signed-in').describe('The caller is signed in.'),
    token: sessionToken(),
    expiresAt: z.iso.datetime().describe('When the session ends, unless it is used before.'),
    device: deviceToken(),
    user: UserAnswer,
  })
  .meta({ id: 'SignedIn', description: 'A session has begun.' });

/** The user is signed in, or must send the second factor first. */
export const SignInAnswer = z
  .discriminatedUnion('status', [
    SignedInAnswer,
    z
      .object({
        status: z.literal('second-factor').describe('The second factor is needed.'),
        challenge: z.string().describe('The value for `POST /auth/sign-in/challenge`, valid for an hour at most.'),
        methods: z.array(z.string()).describe('How it can be answered: `totp`, `backup-code`.'),
      })
      .meta({ id: 'SecondFactorNeeded', description: 'A challenge that must be answered with the second factor.' }),
  ])
  .meta({ id: 'SignInAnswer', description: 'A session, or a challenge where the account has a second factor.' });
