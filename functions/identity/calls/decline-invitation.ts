import { id, z } from '@waybill/kernel';
import { asNewcomer } from '../as-newcomer.ts';
import { asPerson } from '../as-person.ts';
import { turnDownInvitation } from '../commands/turn-down-invitation.ts';
import { invitations } from '../invitations.ts';
import { organization } from '../organization.ts';
import { outcomeAnswer } from '../outcome-answer.ts';
import { emailNotVerified } from '../problems.ts';

export const declineInvitation = asPerson({
  summary: 'Say no to an organisation that asks one to join',
  route: 'POST /organizations/{organizationId}/invitations/{invitationId}/refusal',
  input: z.strictObject({ organizationId: id(), invitationId: id() }),
  output: z.object({ organizationId: z.uuid(), version: z.int() }),
  refuses: [emailNotVerified],
  executes: [turnDownInvitation],
  idempotent: true,
  reaches: [
    { to: 'append', source: organization },
    { to: 'keep', register: invitations },
  ],

  answer: async ({ input, person, platform, key, correlation }) => {
    const { user } = person;
    if (!user.emailVerified) return emailNotVerified();
    const outcome = await turnDownInvitation.execute(platform)({
      input: { ...input, email: user.email },
      asked: input,
      caller: asNewcomer(person, input.organizationId),
      key,
      correlation,
    });
    return outcomeAnswer(outcome, {});
  },
});
