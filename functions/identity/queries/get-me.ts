import { person } from '@waybill/auth';
import { query, z } from '@waybill/kernel';
import { userAnswer } from '../domain/account/user-answer.ts';
import { UserAnswer } from '../domain/fields.ts';

export const getMe = query({
  summary: 'Get your profile',
  description: 'The account that is signed in.',
  route: 'GET /auth/me',
  role: 'person',
  as: person,
  input: z.strictObject({}),
  output: UserAnswer,
  reads: {},

  answer: async (_, __, { person: { user } }) => userAnswer(user),
});
