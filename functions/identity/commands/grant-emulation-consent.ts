import { type Organization, organization } from '@waybill/auth';
import {
  type CommandContext,
  command,
  expiresInThePast,
  id,
  keyIdOf,
  mustBe,
  notAMember,
  orgTypeNotAllowed,
  putRecord,
  roleTooLow,
  time,
  z,
} from '@waybill/kernel';
import { EmulationConsentEnded, EmulationConsentGranted } from '#events/identity';
import { isStaff } from '#events/organizations';
import { ConsentAnswer } from '../domain/acting/consent-answer.ts';
import { consentId, consents, keptUntil } from '../domain/acting/consents.ts';
import { type EmulationConsent, emulationConsent } from '../domain/acting/emulation-consent.ts';
import { type ApiKey, apiKey } from '../domain/api-key.ts';
import { consentActive, expiresTooLate, organizationNotFound } from '../domain/problems.ts';

const longestMs = 30 * 86_400_000;

interface Reads {
  readonly organization: Organization | undefined;
  readonly callerKey: ApiKey | undefined;
  readonly staff: Organization | undefined;
}

/** The first consent, or one after the last has ended. */
const granted = (
  before: EmulationConsent | undefined,
  { toOrgId, expiresAt }: { readonly toOrgId: string; readonly expiresAt: string },
  { organization, callerKey, staff }: Reads,
  { now, caller }: CommandContext,
) => {
  const { orgId, userId: grantedBy } = caller;
  const no = mustBe('officer', organization && { ...organization, callerKey }, caller);
  if (no) return no;
  if (!staff) return organizationNotFound();
  if (!isStaff(staff.type) || toOrgId === orgId) return orgTypeNotAllowed({ orgType: staff.type });
  if (expiresAt <= now) return expiresInThePast({ expiresAt });
  if (Date.parse(expiresAt) - Date.parse(now) > longestMs) return expiresTooLate({ days: 30 });
  if (before && !before.over && before.expiresAt > now) return consentActive({ until: before.expiresAt });
  const consent = { orgId, toOrgId, grantedAt: now, grantedBy, expiresAt };
  return [
    ...(before && !before.over ? [EmulationConsentEnded({})] : []),
    EmulationConsentGranted({ toOrgId, expiresAt }),
    putRecord(consents, consentId(consent), consent, keptUntil(expiresAt)),
  ];
};

export const grantEmulationConsent = command({
  summary: 'Grant a consent',
  description:
    'Lets an organization of staff read in the caller’s organization, as its auditors do, for 30 days at most.',
  route: 'POST /emulation-consents',
  role: 'officer',
  standing: 'current',
  grantsAccess: true,
  status: 201,
  input: z.strictObject({
    toOrgId: id().describe('The organization of staff.'),
    expiresAt: time().describe('When the consent ends: in 30 days at most.'),
  }),
  on: emulationConsent,
  refuses: [
    notAMember,
    roleTooLow,
    organizationNotFound,
    orgTypeNotAllowed,
    expiresInThePast,
    expiresTooLate,
    consentActive,
  ],
  about: ({ toOrgId }) => toOrgId,
  // Only the type of the other organization is checked, and that never changes.
  reads: {
    organization: { of: organization, id: (_, { caller }) => caller.orgId },
    callerKey: { of: apiKey, id: (_, { caller }) => keyIdOf(caller) },
    staff: { of: organization, id: ({ toOrgId }) => ({ org: toOrgId, id: toOrgId }), consistency: 'eventual' },
  },
  writes: { consents },

  begin: (input, reads, context) => granted(undefined, input, reads, context),
  decide: granted,
  responseSchema: ConsentAnswer,
  respond: ({ toOrgId, expiresAt }, { caller: { orgId }, events }) => {
    const { at: grantedAt, by: grantedBy } = events.at(-1)!;
    return { orgId, toOrgId, grantedAt, grantedBy, expiresAt };
  },
});
