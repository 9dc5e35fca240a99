import { type RecordedEvent, type Role, z } from '@waybill/kernel';
import { InvitationsCancelled, type Membership } from '#events/organizations';
import { validKeys } from '../api-keys/issued-keys.ts';
import type { Organization } from '../organization.ts';
import { unsendable } from './unsendable.ts';

/** Cancels the invitations that a member has sent and could not send with the new role. No role: the member leaves. */
export const cancelled = (organization: Organization, userId: string, role: Role | undefined, now: string) => {
  const invitationIds = unsendable(organization, userId, role, now);
  return invitationIds.length ? [InvitationsCancelled({ invitationIds, sentBy: userId })] : [];
};

/** The valid keys whose secret a member knows, for the event of the departure or lower role. */
export const keysMade = (membership: Pick<Membership, 'apiKeys'> | undefined, now: string) => {
  const apiKeysMade = validKeys(membership ?? {}, now);
  return apiKeysMade.length ? { apiKeysMade } : {};
};

/**
 * The fields about keys and invitations after a departure or a lower role. They are the same for a repeated request.
 */
export const DepartureAnswer = z.object({
  apiKeysMade: z
    .array(z.uuid())
    .describe(
      'Valid API keys that the member made or rotated last. They stay valid until they are revoked or rotated.',
    ),
  invitationsCancelled: z
    .array(z.uuid())
    .describe('Cancelled invitations: pending ones that the member had sent and could not send any more.'),
});

export const departureAnswer = (events: readonly RecordedEvent[]): z.infer<typeof DepartureAnswer> => ({
  apiKeysMade: events.flatMap(({ data }) => data.apiKeysMade ?? []),
  invitationsCancelled: events.flatMap(({ data }) => data.invitationIds ?? []),
});
