import { command, id, mustBe, notAMember, roleTooLow, z } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { InvitationResent } from '#events/organizations';
import { byCaller } from '../../domain/by-caller.ts';
import { resendings } from '../../domain/invitations/budgets.ts';
import { invitationLimits } from '../../domain/invitations/invitation-limits.ts';
import { invitationStatus } from '../../domain/invitations/invitation-status.ts';
import { answerableUntil, invitations, keepInvitation } from '../../domain/invitations/invitations.ts';
import { mostPending } from '../../domain/limits.ts';
import { mayGrant } from '../../domain/members/may-give.ts';
import { organization } from '../../domain/organization.ts';
import {
  invitationNotFound,
  invitationNotPending,
  invitationPending,
  roleNotYoursToGive,
  tooManyInvitations,
} from '../../domain/problems.ts';

export const resendInvitation = command({
  summary: 'Send an invitation again',
  description: 'Mails it once more. It can be answered for another seven days.',
  route: 'POST /organizations/{organizationId}/invitations/{invitationId}/resending',
  role: 'officer',
  standing: 'current',
  grantsAccess: true,
  limits: [...invitationLimits, { budget: resendings, key: ({ input }) => input.invitationId }],
  input: z.strictObject({
    organizationId: id().describe('The organization.'),
    invitationId: id().describe('The invitation.'),
  }),
  example: { organizationId: exampleIds.organization, invitationId: exampleIds.invitation },
  on: organization,
  refuses: [
    notAMember,
    roleTooLow,
    invitationNotFound,
    invitationNotPending,
    roleNotYoursToGive,
    invitationPending,
    tooManyInvitations,
  ],
  reads: byCaller,
  writes: { invitations },

  decide: (organization, { organizationId, invitationId }, reads, { caller, now }) => {
    const authority = { ...organization, ...reads };
    const no = mustBe('officer', authority, caller);
    if (no) return no;
    const { [invitationId]: invitation, ...others } = organization.invitations;
    if (!invitation) return invitationNotFound();
    const { status, email, role } = invitation;
    if (status !== 'Pending') return invitationNotPending({ current: status });
    const notYours = mayGrant(role, authority, caller);
    if (notYours) return notYours;
    const pending = Object.values(others).filter((it) => invitationStatus(it, now) === 'Pending');
    if (pending.some((it) => it.email === email)) return invitationPending();
    if (pending.length >= mostPending) return tooManyInvitations({ most: mostPending });
    const expiresAt = answerableUntil(now);
    return [
      InvitationResent({ invitationId, expiresAt }),
      keepInvitation(invitationId, expiresAt, { organizationId, email }),
    ];
  },
});
