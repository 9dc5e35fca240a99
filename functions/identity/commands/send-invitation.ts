import { command, id, mustBe, notAMember, optionalText, roleTooLow, z } from '@waybill/kernel';
import { InvitationSent, MemberRole } from '#events/identity';
import { byCaller } from '../by-caller.ts';
import { email } from '../fields.ts';
import { invitationStatus } from '../invitation-status.ts';
import { answerableUntil, invitations, keepInvitation } from '../invitations.ts';
import { mostMembers, mostPending } from '../limits.ts';
import { mayGive } from '../may-give.ts';
import { organization } from '../organization.ts';
import {
  alreadyMember,
  invitationPending,
  roleNotYoursToGive,
  tooManyInvitations,
  tooManyMembers,
} from '../problems.ts';

/** Whose address it is, if anybody's, is found out by whoever commands it. */
export const sendInvitation = command({
  summary: 'Ask somebody to join',
  role: 'officer',
  input: z.strictObject({
    organizationId: id(),
    email: email(),
    role: MemberRole,
    name: optionalText(100),
    userId: z.string().optional(),
  }),
  on: organization,
  refuses: [
    notAMember,
    roleTooLow,
    roleNotYoursToGive,
    alreadyMember,
    tooManyMembers,
    invitationPending,
    tooManyInvitations,
  ],
  reads: byCaller,
  writes: { invitations },
  respond: (_, { newId }) => ({ invitationId: newId('invitation') }),

  decide: (organization, { organizationId, email, role, name, userId }, reads, { caller, now, newId }) => {
    const authority = { ...organization, ...reads };
    const no = mustBe('officer', authority, caller) ?? mayGive(role, authority, caller);
    if (no) return no;
    if (userId && organization.members[userId]) return alreadyMember();
    if (Object.keys(organization.members).length >= mostMembers) return tooManyMembers({ most: mostMembers });
    const pending = Object.values(organization.invitations).filter((it) => invitationStatus(it, now) === 'Pending');
    if (pending.some((it) => it.email === email)) return invitationPending();
    if (pending.length >= mostPending) return tooManyInvitations({ most: mostPending });
    const [invitationId, expiresAt] = [newId('invitation'), answerableUntil(now)];
    return [
      InvitationSent({ invitationId, email, name, role, expiresAt }),
      keepInvitation(invitationId, expiresAt, { organizationId, email }),
    ];
  },
});
