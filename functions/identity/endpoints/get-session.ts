import { z } from '@waybill/kernel';
import { asPerson } from '../as-person.ts';
import { UserAnswer } from '../fields.ts';
import { SessionAnswer, sessionAnswer } from '../session-answer.ts';
import { userAnswer } from '../user-answer.ts';

export const getSession = asPerson({
  summary: 'Get the current session',
  description: 'Who is signed in, until when, and for which organization the session works.',
  route: 'GET /auth/session',
  input: z.strictObject({}),
  output: z.object({ session: SessionAnswer, user: UserAnswer }),

  answer: async ({ person: { session, user } }) => ({
    body: { session: sessionAnswer(session, session), user: userAnswer(user) },
  }),
});
