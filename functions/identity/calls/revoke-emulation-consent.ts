import { within } from '@waybill/auth';
import { call, id, refuse, z } from '@waybill/kernel';
import { EmulationConsentRevoked } from '#events/identity';
import { consentId, consents, isActive } from '../consents.ts';
import { emulationConsent } from '../emulation-consent.ts';
import { streamIn } from '../streams.ts';

export const revokeEmulationConsent = call({
  summary: 'Take back the leave to look at us',
  route: 'DELETE /emulation-consents/{toOrgId}',
  role: 'officer',
  input: z.strictObject({ toOrgId: id() }),
  output: z.object({ toOrgId: z.string() }),
  reaches: [
    { to: 'keep', register: consents },
    { to: 'append', source: emulationConsent },
  ],
  answer:
    (platform) =>
    ({ input: { toOrgId }, caller: { orgId, userId }, correlation }) =>
      within(platform, { by: userId, correlation }, async (unit) => {
        const stream = streamIn(orgId, emulationConsent.name, toOrgId);
        const known = await unit.entry(consents, consentId({ orgId, toOrgId }));
        if (!known || !isActive(known.data, unit.now())) {
          const granted = emulationConsent.replay(await platform.events.read(stream));
          return granted ? refuse('consent-ended') : refuse('emulation-consent-not-found', {}, 404);
        }
        await unit.remove(consents, known.id);
        unit.tell(stream, EmulationConsentRevoked({}));
        return { body: { toOrgId } };
      }),
});
