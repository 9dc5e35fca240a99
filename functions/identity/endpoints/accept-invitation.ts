import { id, z } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { activate } from '../activate.ts';
import { asNewcomer } from '../as-newcomer.ts';
import { asPerson } from '../as-person.ts';
import { joinByInvitation } from '../commands/join-by-invitation.ts';
import { invitations } from '../invitations.ts';
import { memberships } from '../memberships.ts';
import { organization } from '../organization.ts';
import { outcomeAnswer } from '../outcome-answer.ts';
import { emailNotVerified } from '../problems.ts';

export const acceptInvitation = asPerson({
  summary: 'Accept an invitation',
  description:
    'The caller becomes a member of the organization, and the session works for it from now on: get a new token. The invitation must be for the verified address of the caller.',
  route: 'POST /organizations/{organizationId}/invitations/{invitationId}/acceptance',
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
  executes: [joinByInvitation],
  idempotent: true,
  reaches: [
    { to: 'append', source: organization },
    { to: 'keep', register: memberships },
    { to: 'keep', register: invitations },
  ],

  answer: async (request) => {
    const { input, person, platform, key, correlationId } = request;
    const { user } = person;
    if (!user.emailVerified) return emailNotVerified();
    const outcome = await joinByInvitation.execute(platform)({
      input: { ...input, email: user.email },
      clientInput: input,
      caller: asNewcomer(person, input.organizationId),
      key,
      correlationId,
    });
    await activate(request, input.organizationId);
    return outcomeAnswer(outcome, {});
  },
});
