import { sessions } from '@waybill/auth';
import { z } from '@waybill/kernel';
import { asPerson } from '../as-person.ts';
import { SessionAnswer, sessionAnswer } from '../session-answer.ts';

export const listSessions = asPerson({
  summary: 'Where one is signed in',
  route: 'GET /auth/sessions',
  input: z.strictObject({}),
  output: z.object({ items: z.array(SessionAnswer) }),

  answer: async ({ unit, person: { session, user } }) => {
    const all = await unit.under(sessions, 'userId', user.id);
    const newestFirst = all.map(({ data }) => data).toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
    return { body: { items: newestFirst.map((one) => sessionAnswer(one, session)) } };
  },
});
