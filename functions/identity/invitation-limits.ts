import type { Limit } from '@waybill/kernel';
import { invitationsOfOrganization, invitationsOfPerson } from './budgets.ts';

/** For every call that has an invitation mailed: for the organisation, and for who sends it in whatever organisation. */
export const invitationLimits: readonly Limit[] = [
  { budget: invitationsOfOrganization, key: ({ caller }) => caller.orgId },
  { budget: invitationsOfPerson, key: ({ caller }) => caller.userId },
];
