import { users } from '@waybill/auth';
import { call, id, idempotencyKey, z } from '@waybill/kernel';
import { MemberRole } from '#events/identity';
import { apiKey } from '../api-key.ts';
import { sendInvitation } from '../commands/send-invitation.ts';
import { email, optionalName } from '../fields.ts';
import { invitationLimits } from '../invitation-limits.ts';
import { invitations } from '../invitations.ts';
import { organization } from '../organization.ts';
import { outcomeAnswer } from '../outcome-answer.ts';

const route = 'POST /organizations/{organizationId}/invitations';

export const inviteMember = call({
  summary: 'Ask somebody by mail to join, with a role below one’s own; there are seven days to answer',
  route,
  role: 'officer',
  standing: 'current',
  grantsAccess: true,
  limits: invitationLimits,
  status: 201,
  input: z.strictObject({ organizationId: id(), email: email(), role: MemberRole, name: optionalName(100) }),
  output: z.object({ organizationId: z.uuid(), version: z.int(), invitationId: z.uuid() }),
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
    return async ({ input, caller, correlation, header }) => {
      const known = await platform.registers.holding(users, 'email', input.email);
      const key = `${route} ${idempotencyKey(header('idempotency-key'))}`;
      const outcome = await send({ input: { ...input, userId: known?.id }, asked: input, caller, key, correlation });
      const invitationId = String(outcome.more.invitationId);
      const { body, headers } = outcomeAnswer(outcome, { invitationId });
      const location = `/v1/organizations/${input.organizationId}/invitations/${invitationId}`;
      return { body, headers: { ...headers, location } };
    };
  },
});
