import { users } from '@waybill/auth';
import { z } from '@waybill/kernel';
import { ProfileChanged } from '#events/identity';
import { asPerson } from '../as-person.ts';
import { locale, name, UserAnswer, username } from '../fields.ts';
import { usernameTaken } from '../problems.ts';
import { streamOf, userStream } from '../streams.ts';
import { userAnswer } from '../user-answer.ts';

export const changeMe = asPerson({
  summary: 'Change your profile',
  description: 'Only the fields that are sent change.',
  route: 'PATCH /auth/me',
  input: z.strictObject({
    name: name(200).optional().describe('What people call you.'),
    username: username().optional(),
    locale: locale().optional(),
  }),
  example: { name: 'Ada Lovelace', locale: 'en-GB' },
  output: UserAnswer,
  refuses: [usernameTaken],
  reaches: [
    { to: 'keep', register: users },
    { to: 'append', source: userStream },
  ],

  answer: async ({ input: { name, username, locale }, unit, person: { user } }) => {
    const wanted = {
      ...(name !== undefined && { name }),
      ...(username !== undefined && { username: username.toLowerCase(), displayUsername: username }),
      ...(locale !== undefined && { locale }),
    };
    const fields = (Object.keys(wanted) as (keyof typeof wanted)[]).filter((field) => wanted[field] !== user[field]);
    if (fields.length === 0) return { body: userAnswer(user) };
    const next = { ...user, ...wanted, updatedAt: unit.now().toISOString() };
    await unit.put(users, user.id, next);
    unit.tell(streamOf('user', user.id), ProfileChanged({ fields }), user.id);
    return { body: userAnswer(next) };
  },
});
