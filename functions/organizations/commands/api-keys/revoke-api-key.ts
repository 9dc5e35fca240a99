import { appendTo, command, deleteRecord, id, keyHolder, keyIdOf, mustBe, z } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { ApiKeyRevoked, InvitationsCancelled, memberships } from '#events/organizations';
import { apiKey } from '../../domain/api-keys/api-key.ts';
import { withoutKnownKey } from '../../domain/api-keys/issued-keys.ts';
import { keyExpiries } from '../../domain/api-keys/key-expiry.ts';
import { mayHandleKey, mayHandleKeyRefuses } from '../../domain/api-keys/may-handle-key.ts';
import { mayTrust } from '../../domain/api-keys/may-trust.ts';
import { keepMembership, membershipId } from '../../domain/members/memberships.ts';
import { unsendable } from '../../domain/members/unsendable.ts';
import { organization } from '../../domain/organization.ts';
import { apiKeyNotFound, trustNotYoursToGive } from '../../domain/problems.ts';

export const revokeApiKey = command({
  summary: 'Revoke an API key',
  description: 'The key is refused from now on, for good. Pending invitations that it sent are cancelled.',
  route: 'DELETE /api-keys/{apiKeyId}',
  role: 'officer',
  standing: 'current',
  grantsAccess: true,
  status: 200,
  input: z.strictObject({ apiKeyId: id().describe('The API key.') }),
  example: { apiKeyId: exampleIds.apiKey },
  on: apiKey,
  refuses: [...mayHandleKeyRefuses, trustNotYoursToGive, apiKeyNotFound],
  reads: {
    organization: { of: organization, id: (_, { caller }) => caller.orgId },
    callerKey: { of: apiKey, id: (_, { caller }) => keyIdOf(caller) },
    issuer: {
      of: memberships,
      id: (_, { state: key, caller }) => key && membershipId({ userId: key.issuedBy, organizationId: caller.orgId }),
    },
  },
  writes: { memberships, keyExpiries, organization },

  // The right is checked first, so that a refusal does not reveal whether it exists.
  begin: (_, { organization, callerKey }, { caller }) =>
    mustBe('officer', organization && { ...organization, callerKey }, caller) ?? apiKeyNotFound(),
  decide: (key, { apiKeyId }, { organization, callerKey, issuer }, { caller, now }) => {
    const authority = organization && { ...organization, callerKey };
    const no = mayHandleKey(key.role, authority, caller) ?? mayTrust(key.trusted, authority, caller);
    if (no) return no;
    if (key.revoked) return [];
    const sentBy = keyHolder(apiKeyId);
    const invitationIds = unsendable(organization!, sentBy, undefined, now);
    return [
      ApiKeyRevoked({}),
      ...(invitationIds.length ? [appendTo('organization', InvitationsCancelled({ invitationIds, sentBy }))] : []),
      ...(issuer ? [keepMembership(withoutKnownKey(issuer, apiKeyId, now))] : []),
      deleteRecord(keyExpiries, apiKeyId),
    ];
  },
});
