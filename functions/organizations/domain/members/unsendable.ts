import { type Role, rank } from '@waybill/kernel';
import { invitationStatus } from '../invitations/invitation-status.ts';
import type { Organization } from '../organization.ts';

/** Pending invitations that a member or key has sent, and could not send any more with its new role, or without one. */
export const unsendable = (
  { invitations }: Pick<Organization, 'invitations'>,
  sentBy: string,
  role: Role | undefined,
  now: string,
): string[] => {
  const couldSend = (given: Role) => role !== undefined && rank(role) >= rank('officer') && rank(given) < rank(role);
  return Object.entries(invitations)
    .filter(([, it]) => it.sentBy === sentBy && invitationStatus(it, now) === 'Pending' && !couldSend(it.role))
    .map(([invitationId]) => invitationId);
};
