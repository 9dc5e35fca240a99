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

/** Somebody is signed in, or has to show the second factor first. */
export const SignInAnswer = z
  .discriminatedUnion('status', [
    SignedInAnswer,
    z
      .object({
        status: z.literal('second-factor').describe('The second factor is needed.'),
        challenge: z.string().describe('What `POST /auth/sign-in/challenge` takes, for an hour at most.'),
        methods: z.array(z.string()).describe('What it can be answered with: `totp`, `backup-code`.'),
      })
      .meta({ id: 'SecondFactorNeeded', description: 'A challenge is to be answered with the second factor.' }),
  ])
  .meta({ id: 'SignInAnswer', description: 'A session, or a challenge where the account has a second factor.' });
