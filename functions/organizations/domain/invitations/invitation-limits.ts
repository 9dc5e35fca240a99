import type { Limit } from '@waybill/kernel';
import { invitationsOfOrganization, invitationsOfPerson } from './budgets.ts';

/** Limits of what has an invitation mailed: for each organization, and for each sender in all organizations. */
export const invitationLimits: readonly Limit[] = [
  { budget: invitationsOfOrganization, key: ({ caller }) => caller.orgId },
  { budget: invitationsOfPerson, key: ({ caller }) => caller.userId },
];
