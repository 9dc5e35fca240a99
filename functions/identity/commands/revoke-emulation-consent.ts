import { organization } from '@waybill/auth';
import { command, deleteRecord, id, keyIdOf, mustBe, notAMember, roleTooLow, z } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { EmulationConsentRevoked } from '#events/identity';
import { consentId, consents } from '../domain/acting/consents.ts';
import { emulationConsent } from '../domain/acting/emulation-consent.ts';
import { apiKey } from '../domain/api-key.ts';
import { consentEnded, emulationConsentNotFound } from '../domain/problems.ts';

export const revokeEmulationConsent = command({
  summary: 'Revoke a consent',
  description:
    'Staff of the other organization get no new token for the caller’s organization. Existing tokens end within five minutes.',
  route: 'DELETE /emulation-consents/{toOrgId}',
  role: 'officer',
  standing: 'current',
  grantsAccess: true,
  status: 200,
  input: z.strictObject({ toOrgId: id().describe('The organization of staff.') }),
  example: { toOrgId: exampleIds.customer },
  on: emulationConsent,
  refuses: [notAMember, roleTooLow, emulationConsentNotFound, consentEnded],
  about: ({ toOrgId }) => toOrgId,
  reads: {
    organization: { of: organization, id: (_, { caller }) => caller.orgId },
    callerKey: { of: apiKey, id: (_, { caller }) => keyIdOf(caller) },
  },
  writes: { consents },

  // The right is checked first, so that a refusal does not reveal whether it exists.
  begin: (_, { organization, callerKey }, { caller }) =>
    mustBe('officer', organization && { ...organization, callerKey }, caller) ?? emulationConsentNotFound(),
  decide: ({ over, expiresAt }, { toOrgId }, { organization, callerKey }, { now, caller }) => {
    const no = mustBe('officer', organization && { ...organization, callerKey }, caller);
    if (no) return no;
    if (over || expiresAt <= now) return consentEnded();
    return [EmulationConsentRevoked({}), deleteRecord(consents, consentId({ orgId: caller.orgId, toOrgId }))];
  },
  responseSchema: z.object({ toOrgId: z.string().describe('The organization of staff.') }),
  respond: ({ toOrgId }) => ({ toOrgId }),
});
