import { accounts, headersOf, libraryNeeds, person } from '@waybill/auth';
import { library } from '@waybill/auth/library';
import { endpoint, isRefusal, z } from '@waybill/kernel';
import { PasswordChanged } from '#events/identity';
import { mustBeGood } from '../../domain/account/good-password.ts';
import { newPassword, newToken, password } from '../../domain/fields.ts';
import { libraryRefusal } from '../../domain/library-refusal.ts';
import { endLinks, endLinksNeeds } from '../../domain/links/links.ts';
import { postNeeds } from '../../domain/mail/mail.ts';
import { notify } from '../../domain/mail/notify.ts';
import { unfitPassword, wrongPassword } from '../../domain/problems.ts';
import { continueSession } from '../../domain/session/continue-session.ts';
import { endSessionsNeeds } from '../../domain/session/end-other-sessions.ts';
import { endedByPassword } from '../../domain/session/ended-by-password.ts';
import { tryPassword, tryPasswordNeeds, tryPasswordRefuses } from '../../domain/sign-in/try-password.ts';
import { userStream } from '../../domain/streams.ts';

export const changePassword = endpoint({
  summary: 'Change your password',
  description:
    'Existing links and challenges become invalid, and a mail reports the change. All other sessions end and this one gets a new token, unless `signOutOthers` is false.',
  route: 'PUT /auth/password',
  role: 'person',
  as: person,
  input: z.strictObject({
    currentPassword: password().describe('The current password.'),
    newPassword: newPassword(),
    signOutOthers: z.boolean().default(true).describe('Whether all other sessions end.'),
  }),
  example: { currentPassword: 'violet tram under rain', newPassword: 'seven lanterns by the quay' },
  output: z.object({
    status: z.literal('password-set').describe('It is done.'),
    token: newToken(),
  }),
  reads: libraryNeeds.reads,
  writes: { ...endSessionsNeeds.writes, ...endLinksNeeds.writes, ...postNeeds.writes, accounts, userStream },
  uses: { ...tryPasswordNeeds.uses, ...postNeeds.uses },
  refuses: [unfitPassword, wrongPassword, ...tryPasswordRefuses],

  answer: async ({ currentPassword, newPassword, signOutOthers: revokeOtherSessions }, access, context) => {
    const { user, session } = context.person;
    const no = await context.once('check the new password', () => mustBeGood(newPassword, 'newPassword', context));
    if (no) return no;
    if (revokeOtherSessions) await endedByPassword(access, user.id, session.id);
    const { api } = await library(access);
    const body = { currentPassword, newPassword, revokeOtherSessions };
    const changed = await tryPassword(access, context.person, () =>
      api.changePassword({ body, headers: headersOf(context), returnHeaders: true }).catch(libraryRefusal),
    );
    if (isRefusal(changed)) return changed;
    // Someone who knows the old password may have requested links or started a challenge.
    await endLinks(access, user.id);
    await access.userStream.append(user.id, PasswordChanged({ how: 'change' }), { by: user.id });
    await notify(access, context, user, 'password-changed');
    const { token, cookies } = await continueSession(access, session, changed.headers.getSetCookie(), context.now);
    return { body: { status: 'password-set' as const, token }, cookies };
  },
});
