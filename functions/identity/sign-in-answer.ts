import { z } from '@waybill/kernel';
import { UserAnswer } from './fields.ts';

export const SignedInAnswer = z.object({
  status: z.literal('signed-in'),
  token: z.string(),
  expiresAt: z.iso.datetime(),
  /** To be shown when signing in on this device again, by clients that keep no cookies. It opens nothing. */
  device: z.string(),
  user: UserAnswer,
});

/** Somebody is signed in, or has to show the second factor first. */
export const SignInAnswer = z.discriminatedUnion('status', [
  SignedInAnswer,
  z.object({ status: z.literal('second-factor'), challenge: z.string(), methods: z.array(z.string()) }),
]);
