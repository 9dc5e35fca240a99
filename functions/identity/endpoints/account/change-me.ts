import { person, users } from '@waybill/auth';
import { endpoint, name, z } from '@waybill/kernel';
import { ProfileChanged } from '#events/identity';
import { userAnswer } from '../../domain/account/user-answer.ts';
import { locale, UserAnswer, username } from '../../domain/fields.ts';
import { usernameTaken } from '../../domain/problems.ts';
import { userStream } from '../../domain/streams.ts';

export const changeMe = endpoint({
  summary: 'Change your profile',
  description: 'Only the fields that are sent change.',
  route: 'PATCH /auth/me',
  role: 'person',
  as: person,
  input: z.strictObject({
    name: name(200).optional().describe('Your display name.'),
    username: username().optional(),
    locale: locale().optional(),
  }),
  example: { name: 'Ada Lovelace', locale: 'en-GB' },
  output: UserAnswer,
  refuses: [usernameTaken],
  writes: { users, userStream },

  answer: async ({ name, username, locale }, { users, userStream }, { now, person: { user } }) => {
    const wanted = {
      ...(name !== undefined && { name }),
      ...(username !== undefined && { username: username.toLowerCase(), displayUsername: username }),
      ...(locale !== undefined && { locale }),
    };
    const fields = (Object.keys(wanted) as (keyof typeof wanted)[]).filter((field) => wanted[field] !== user[field]);
    if (fields.length === 0) return { body: userAnswer(user) };
    const next = { ...user, ...wanted, updatedAt: now };
    await users.put(user.id, next);
    await userStream.append(user.id, ProfileChanged({ fields }), { by: user.id });
    return { body: userAnswer(next) };
  },
});
