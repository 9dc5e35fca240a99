import { accounts } from '@waybill/auth';
import { z } from '@waybill/kernel';
import { PasswordChanged } from '#events/identity';
import { asPerson } from '../as-person.ts';
import { endActingReaches } from '../end-acting.ts';
import { endedByPassword } from '../ended-by-password.ts';
import { newPassword, newToken, password } from '../fields.ts';
import { goOn } from '../go-on.ts';
import { mustBeGood } from '../good-password.ts';
import { library } from '../library.ts';
import { endLinks, endLinksReaches } from '../links.ts';
import { postReaches } from '../mail.ts';
import { notify } from '../notify.ts';
import { problemIn } from '../problem-in.ts';
import { unfitPassword, wrongPassword } from '../problems.ts';
import { headersOf } from '../request.ts';
import { streamOf, userStream } from '../streams.ts';
import { tryPassword, tryPasswordReaches, tryPasswordRefuses } from '../try-password.ts';

export const changePassword = asPerson({
  summary: 'Change your password',
  description:
    'Links and challenges from before open nothing any more, and a mail says that the password has changed. All other sessions end, and this one goes on with a new token, unless `signOutOthers` is false.',
  route: 'PUT /auth/password',
  input: z.strictObject({
    currentPassword: password().describe('The password until now.'),
    newPassword: newPassword(),
    signOutOthers: z.boolean().default(true).describe('Whether all other sessions end.'),
  }),
  example: { currentPassword: 'violet tram under rain', newPassword: 'seven lanterns by the quay' },
  output: z.object({
    status: z.literal('password-set').describe('It is done.'),
    token: newToken(),
  }),
  refuses: [unfitPassword, wrongPassword, ...tryPasswordRefuses],
  reaches: [
    ...tryPasswordReaches,
    ...endActingReaches,
    ...endLinksReaches,
    ...postReaches,
    { to: 'keep', register: accounts },
    { to: 'append', source: userStream },
  ],

  answer: async (request) => {
    const { input, platform, unit, person } = request;
    const { currentPassword, newPassword, signOutOthers: revokeOtherSessions } = input;
    const { user } = person;
    await mustBeGood(newPassword, 'newPassword', platform);
    if (revokeOtherSessions) await endedByPassword(unit, user.id, person.session.id);
    const { api } = await library(platform);
    const { headers } = await tryPassword(request, () =>
      api
        .changePassword({
          body: { currentPassword, newPassword, revokeOtherSessions },
          headers: headersOf(request),
          returnHeaders: true,
        })
        .catch(problemIn),
    );
    // Whoever knew the old password may have asked for links, and may be about to answer a challenge.
    await endLinks(unit, user.id);
    unit.tell(streamOf('user', user.id), PasswordChanged({ how: 'change' }), user.id);
    await notify(platform, unit, request, user, 'password-changed');
    const { token, cookies } = await goOn(unit, person.session, headers.getSetCookie());
    return { body: { status: 'password-set' as const, token }, cookies };
  },
});
