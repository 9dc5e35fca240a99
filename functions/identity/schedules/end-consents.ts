import { expired, schedule } from '@waybill/kernel';
import { EmulationConsentEnded } from '#events/identity';
import { consents, endedBy, isActive } from '../domain/acting/consents.ts';
import { emulationConsent } from '../domain/acting/emulation-consent.ts';

const pageSize = 100;

/** Records the end of expired consents. A revoked consent has no record any more. */
export const endConsents = schedule({
  name: 'endConsents',
  every: 'cron(15 3 * * ? *)',
  reads: { expiredConsents: expired(consents) },
  writes: { consents, emulationConsent },

  page: async ({ expiredConsents }, _, { now: clock, transact }) => {
    const now = clock().toISOString();
    const due = await expiredConsents(endedBy(now), pageSize);
    let affected = 0;
    for (const { id } of due)
      affected += await transact(async ({ consents, emulationConsent }) => {
        const known = await consents.get(id);
        if (!known || isActive(known.data, now)) return 0;
        const { orgId: org, toOrgId } = known.data;
        await consents.delete(id);
        await emulationConsent.append(toOrgId, EmulationConsentEnded({}), { org });
        return 1;
      });
    return { affected, next: due.length === pageSize && affected > 0 ? 'more' : undefined };
  },
});
