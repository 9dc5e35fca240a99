import { type RecordedEvent, type Role, z } from '@waybill/kernel';
import { InvitationsCancelled } from '#events/identity';
import { validKeys } from './issued-keys.ts';
import type { Membership } from './memberships.ts';
import type { Organization } from './organization.ts';
import { unsendable } from './unsendable.ts';

/** Cancels what a member has sent and could not send in the role that she has from now on; without a role she is no member. */
export const cancelled = (organization: Organization, userId: string, role: Role | undefined, now: string) => {
  const invitationIds = unsendable(organization, userId, role, now);
  return invitationIds.length ? [InvitationsCancelled({ invitationIds, sentBy: userId })] : [];
};

/** The valid keys whose secret a member knows, for the event that says that she left or has a lower role. */
export const keysMade = (membership: Pick<Membership, 'apiKeys'> | undefined, now: string) => {
  const apiKeysMade = validKeys(membership ?? {}, now);
  return apiKeysMade.length ? { apiKeysMade } : {};
};

/** What a member who left, or has a lower role, leaves behind: the same when the request is repeated. */
export const Left = z.object({
  apiKeysMade: z
    .array(z.uuid())
    .describe(
      'Valid API keys that the member made or rotated last: they stay valid until somebody revokes or rotates them.',
    ),
  invitationsCancelled: z
    .array(z.uuid())
    .describe('Pending invitations that the member had sent and could not send any more: they are cancelled.'),
});

export const leftBehind = (facts: readonly RecordedEvent[]): z.infer<typeof Left> => ({
  apiKeysMade: facts.flatMap(({ data }) => data.apiKeysMade ?? []),
  invitationsCancelled: facts.flatMap(({ data }) => data.invitationIds ?? []),
});
