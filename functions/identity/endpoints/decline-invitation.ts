import { id, z } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { asNewcomer } from '../as-newcomer.ts';
import { asPerson } from '../as-person.ts';
import { turnDownInvitation } from '../commands/turn-down-invitation.ts';
import { invitations } from '../invitations.ts';
import { organization } from '../organization.ts';
import { outcomeAnswer } from '../outcome-answer.ts';
import { emailNotVerified } from '../problems.ts';

export const declineInvitation = asPerson({
  summary: 'Decline an invitation',
  description: 'It cannot be accepted any more.',
  route: 'POST /organizations/{organizationId}/invitations/{invitationId}/refusal',
  input: z.strictObject({
    organizationId: id().describe('The organization.'),
    invitationId: id().describe('The invitation.'),
  }),
  example: { organizationId: exampleIds.organization, invitationId: exampleIds.invitation },
  output: z.object({
    organizationId: z.uuid().describe('The organization.'),
    version: z.int().describe('Its version after this.'),
  }),
  refuses: [emailNotVerified],
  executes: [turnDownInvitation],
  idempotent: true,
  reaches: [
    { to: 'append', source: organization },
    { to: 'keep', register: invitations },
  ],

  answer: async ({ input, person, platform, key, correlationId }) => {
    const { user } = person;
    if (!user.emailVerified) return emailNotVerified();
    const outcome = await turnDownInvitation.execute(platform)({
      input: { ...input, email: user.email },
      clientInput: input,
      caller: asNewcomer(person, input.organizationId),
      key,
      correlationId,
    });
    return outcomeAnswer(outcome, {});
  },
});
