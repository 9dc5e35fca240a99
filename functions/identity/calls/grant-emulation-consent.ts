import { within } from '@waybill/auth';
import { call, id, refuse, time, z } from '@waybill/kernel';
import { EmulationConsentEnded, EmulationConsentGranted } from '#events/identity';
import { ConsentAnswer, consentAnswer } from '../consent-answer.ts';
import { consentId, consents, isActive, keptUntil } from '../consents.ts';
import { emulationConsent } from '../emulation-consent.ts';
import { isStaff } from '../is-staff.ts';
import { organization } from '../organization.ts';
import { organizationOf } from '../organization-of.ts';
import { streamIn } from '../streams.ts';

const longestMs = 30 * 86_400_000;

export const grantEmulationConsent = call({
  summary: 'Let an organisation of the staff look at ours, for 30 days at most',
  route: 'POST /emulation-consents',
  role: 'officer',
  status: 201,
  input: z.strictObject({ toOrgId: id(), expiresAt: time() }),
  output: ConsentAnswer,
  reaches: [
    { to: 'keep', register: consents },
    { to: 'read', source: organization },
    { to: 'append', source: emulationConsent },
  ],
  answer:
    (platform) =>
    async ({ input: { toOrgId, expiresAt }, caller: { orgId, userId }, correlation }) => {
      const orgType = (await organizationOf(platform, toOrgId))?.type;
      if (!orgType) return refuse('organization-not-found', {}, 404);
      if (!isStaff(orgType) || toOrgId === orgId) return refuse('org-type-not-allowed', { orgType }, 403);

      return within(platform, { by: userId, correlation }, async (unit) => {
        const now = unit.now();
        if (expiresAt <= now.toISOString()) return refuse('expires-in-the-past', { expiresAt }, 400);
        if (Date.parse(expiresAt) - now.getTime() > longestMs) return refuse('expires-too-late', { days: 30 }, 400);
        const consentOf = consentId({ orgId, toOrgId });
        const before = await unit.entry(consents, consentOf);
        if (before && isActive(before.data, now)) return refuse('consent-active', { until: before.data.expiresAt });

        const consent = { orgId, toOrgId, grantedAt: now.toISOString(), grantedBy: userId, expiresAt };
        const stream = streamIn(orgId, emulationConsent.name, toOrgId);
        if (before) unit.tell(stream, EmulationConsentEnded({}));
        unit.tell(stream, EmulationConsentGranted({ toOrgId, expiresAt }));
        await unit.put(consents, consentOf, consent, keptUntil(expiresAt));
        return { body: consentAnswer(consent) };
      });
    },
});
