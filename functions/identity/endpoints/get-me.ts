import { z } from '@waybill/kernel';
import { asPerson } from '../as-person.ts';
import { UserAnswer } from '../fields.ts';
import { userAnswer } from '../user-answer.ts';

export const getMe = asPerson({
  summary: 'Get your profile',
  description: 'The account that is signed in.',
  route: 'GET /auth/me',
  input: z.strictObject({}),
  output: UserAnswer,

  answer: async ({ person: { user } }) => ({ body: userAnswer(user) }),
});
