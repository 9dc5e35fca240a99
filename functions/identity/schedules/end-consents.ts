import { within } from '@waybill/auth';
import { newId, schedule } from '@waybill/kernel';
import { EmulationConsentEnded } from '#events/identity';
import { consents, endedBy, isActive } from '../consents.ts';
import { emulationConsent } from '../emulation-consent.ts';
import { purgeReaches } from '../purged.ts';
import { streamIn } from '../streams.ts';

const pageSize = 100;

/** Tells of consents whose time is up, and takes them out. A consent that was taken back is out already. */
export const endConsents = schedule({
  name: 'endConsents',
  every: 'cron(15 3 * * ? *)',
  reaches: [...purgeReaches(consents), { to: 'append', source: emulationConsent }],
  page: async (platform) => {
    const now = platform.clock();
    const due = await platform.records.findExpired(consents, endedBy(now.toISOString()), pageSize);
    let affected = 0;
    for (const { id } of due) {
      const ended = await within(platform, { by: 'endConsents', correlationId: newId() }, async (unit) => {
        const known = await unit.get(consents, id);
        if (!known || isActive(known.data, now)) return 0;
        const { orgId, toOrgId } = known.data;
        await unit.remove(consents, id);
        unit.tell(streamIn(orgId, emulationConsent.name, toOrgId), EmulationConsentEnded({}));
        return 1;
      });
      affected += ended;
    }
    return { affected, next: due.length === pageSize && affected > 0 ? 'more' : undefined };
  },
});
