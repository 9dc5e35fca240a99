import { person, sessions } from '@waybill/auth';
import { query, z } from '@waybill/kernel';
import { SessionAnswer, sessionAnswer } from '../domain/session/session-answer.ts';

const shownAtMost = 100;

export const listSessions = query({
  summary: 'List your sessions',
  description: 'Your sessions, newest first.',
  route: 'GET /auth/sessions',
  role: 'person',
  as: person,
  input: z.strictObject({}),
  output: z.object({
    items: z.array(SessionAnswer).describe('The sessions.'),
    complete: z.boolean().describe('False if there are more. Ending all others ends those too.'),
  }),
  reads: { sessions },

  answer: async (_, { sessions }, { person: { session, user } }) => {
    const all = await sessions.findBy('userId', user.id, { limit: shownAtMost + 1 });
    const others = all.filter(({ id }) => id !== session.id).slice(0, shownAtMost - 1);
    const newestFirst = [...others.map(({ data }) => data), session].toSorted((a, b) =>
      a.createdAt < b.createdAt ? 1 : -1,
    );
    return { items: newestFirst.map((one) => sessionAnswer(one, session)), complete: all.length <= shownAtMost };
  },
});
