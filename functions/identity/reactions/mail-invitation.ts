import { reaction } from '@waybill/kernel';
import { InvitationSent } from '#events/identity';
import { postInvitation, postInvitationReaches } from '../post-invitation.ts';

export const mailInvitation = reaction({
  name: 'mailInvitation',
  to: InvitationSent,
  sends: [],
  reaches: postInvitationReaches,
  react: (sent, _, platform) => postInvitation(platform, sent),
});
