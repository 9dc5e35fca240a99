import { person } from '@waybill/auth';
import { query, z } from '@waybill/kernel';
import { userAnswer } from '../domain/account/user-answer.ts';
import { UserAnswer } from '../domain/fields.ts';
import { SessionAnswer, sessionAnswer } from '../domain/session/session-answer.ts';

export const getSession = query({
  summary: 'Get the current session',
  description: 'The signed-in user, the end of the session, and its active organization.',
  route: 'GET /auth/session',
  role: 'person',
  as: person,
  input: z.strictObject({}),
  output: z.object({ session: SessionAnswer, user: UserAnswer }),
  reads: {},

  answer: async (_, __, { person: { session, user } }) => ({
    session: sessionAnswer(session, session),
    user: userAnswer(user),
  }),
});
