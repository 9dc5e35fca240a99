import { reaction } from '@waybill/kernel';
import { InvitationResent } from '#events/identity';
import { postInvitation, postInvitationReaches } from '../post-invitation.ts';

export const mailInvitationAgain = reaction({
  name: 'mailInvitationAgain',
  to: InvitationResent,
  sends: [],
  reaches: postInvitationReaches,
  react: (sent, _, platform) => postInvitation(platform, sent),
});
