import { users } from '@waybill/auth';
import { endpoint, id, idempotencyKey, z } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { MemberRole } from '#events/identity';
import { apiKey } from '../api-key.ts';
import { sendInvitation } from '../commands/send-invitation.ts';
import { email, optionalName } from '../fields.ts';
import { invitationLimits } from '../invitation-limits.ts';
import { invitations } from '../invitations.ts';
import { organization } from '../organization.ts';
import { outcomeAnswer } from '../outcome-answer.ts';

const route = 'POST /organizations/{organizationId}/invitations';

export const inviteMember = endpoint({
  summary: 'Invite a member',
  description: 'Mails an invitation to a role below the caller’s own. It can be answered for seven days.',
  route,
  role: 'officer',
  standing: 'current',
  grantsAccess: true,
  limits: invitationLimits,
  status: 201,
  input: z.strictObject({
    organizationId: id().describe('The organization.'),
    email: email(),
    role: MemberRole.describe('The role that the person gets: below the caller’s own.'),
    name: optionalName(100).describe('What to call the person in the mail.'),
  }),
  example: {
    organizationId: exampleIds.organization,
    email: 'grace@example.com',
    role: 'agent',
    name: 'Grace Hopper',
  },
  output: z.object({
    organizationId: z.uuid().describe('The organization.'),
    version: z.int().describe('Its version after this.'),
    invitationId: z.uuid().describe('The invitation.'),
  }),
  executes: [sendInvitation],
  idempotent: true,
  reaches: [
    { to: 'append', source: organization },
    { to: 'read', source: apiKey },
    { to: 'keep', register: invitations },
    { to: 'consult', register: users },
  ],

  answer: (platform) => {
    const send = sendInvitation.execute(platform);
    return async ({ input, caller, correlationId, header }) => {
      const known = await platform.records.findByUnique(users, 'email', input.email);
      const key = `${route} ${idempotencyKey(header('idempotency-key'))}`;
      const outcome = await send({
        input: { ...input, userId: known?.id },
        clientInput: input,
        caller,
        key,
        correlationId,
      });
      const invitationId = String(outcome.more.invitationId);
      const { body, headers } = outcomeAnswer(outcome, { invitationId });
      const location = `/v1/organizations/${input.organizationId}/invitations/${invitationId}`;
      return { body, headers: { ...headers, location } };
    };
  },
});
