import { expired, isRefusal, schedule } from '@waybill/kernel';
import { warnOfExpiry } from '../commands/api-keys/warn-of-expiry.ts';
import { keyExpiries, warningsDueBefore } from '../domain/api-keys/key-expiry.ts';

const atOnce = 25;

/**
 * Looks for keys that expire within 30 or 7 days and records the warning, once for each; a reaction mails the owners.
 */
export const warnOfExpiringKeys = schedule({
  name: 'warnOfExpiringKeys',
  every: 'cron(30 3 * * ? *)',
  reads: { dueKeyExpiries: expired(keyExpiries) },
  uses: { warnOfExpiry },

  page: async ({ dueKeyExpiries }, _, { now, inOrg }) => {
    const found = await dueKeyExpiries(warningsDueBefore(now().toISOString()), atOnce);
    let affected = 0;
    for (const { id: apiKeyId, data } of found) {
      const warned = await inOrg(data.organizationId).warnOfExpiry({ apiKeyId });
      // A refusal is counted in the metrics, and the record is found again by the next run.
      if (!isRefusal(warned) && warned.wrote) affected++;
    }
    // The index is eventually consistent. A page without anything new is the last one for today.
    return { affected, next: found.length === atOnce && affected > 0 ? 'the next ones' : undefined };
  },
});
