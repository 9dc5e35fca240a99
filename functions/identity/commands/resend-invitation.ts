import { command, id, mustBe, refuse, z } from '@waybill/kernel';
import { InvitationResent } from '#events/identity';
import { resendings } from '../budgets.ts';
import { byCaller } from '../by-caller.ts';
import { invitationLimits } from '../invitation-limits.ts';
import { invitationStatus } from '../invitation-status.ts';
import { answerableUntil, invitations, keepInvitation } from '../invitations.ts';
import { mostPending } from '../limits.ts';
import { mayGive } from '../may-give.ts';
import { organization } from '../organization.ts';

export const resendInvitation = command({
  summary: 'Send an invitation once more: it can be answered for another seven days',
  route: 'POST /organizations/{organizationId}/invitations/{invitationId}/resending',
  role: 'officer',
  standing: 'current',
  grantsAccess: true,
  limits: [...invitationLimits, { budget: resendings, key: ({ input }) => input.invitationId }],
  input: z.strictObject({ organizationId: id(), invitationId: id() }),
  on: organization,
  ...byCaller,
  keeps: [invitations],

  decide: (organization, { organizationId, invitationId }, { caller, now, sees }) => {
    const authority = { ...organization, ...sees };
    const no = mustBe('officer', authority, caller);
    if (no) return no;
    const { [invitationId]: invitation, ...others } = organization.invitations;
    if (!invitation) return refuse('invitation-not-found', {}, 404);
    const { status, email, role } = invitation;
    if (status !== 'Pending') return refuse('invitation-not-pending', { current: status });
    const notYours = mayGive(role, authority, caller);
    if (notYours) return notYours;
    const pending = Object.values(others).filter((it) => invitationStatus(it, now) === 'Pending');
    if (pending.some((it) => it.email === email)) return refuse('invitation-pending');
    if (pending.length >= mostPending) return refuse('too-many-invitations', { most: mostPending });
    const expiresAt = answerableUntil(now);
    return [
      InvitationResent({ invitationId, expiresAt }),
      keepInvitation(invitationId, expiresAt, { organizationId, email }),
    ];
  },
});
