import { z } from '@waybill/kernel';
import { asPerson } from '../as-person.ts';
import { UserAnswer } from '../fields.ts';
import { SessionAnswer, sessionAnswer } from '../session-answer.ts';
import { userAnswer } from '../user-answer.ts';

export const getSession = asPerson({
  summary: 'Who is signed in, and until when',
  route: 'GET /auth/session',
  input: z.strictObject({}),
  output: z.object({ session: SessionAnswer, user: UserAnswer }),

  answer: async ({ person: { session, user } }) => ({
    body: { session: sessionAnswer(session, session), user: userAnswer(user) },
  }),
});
