import { newId, schedule } from '@waybill/kernel';
import { apiKey } from '../api-key.ts';
import { warnOfExpiry } from '../commands/warn-of-expiry.ts';
import { keyExpiries, warningsDueBefore } from '../key-expiry.ts';

const name = 'warnOfExpiringKeys';
const atOnce = 25;

/** Looks for keys that expire within 30 or 7 days and have not been told of; whoever hears of it writes to the owners. */
export const warnOfExpiringKeys = schedule({
  name,
  every: 'cron(30 3 * * ? *)',
  reaches: [
    { to: 'append', source: apiKey },
    { to: 'keep', register: keyExpiries },
    { to: 'sweep', register: keyExpiries },
  ],

  page: async (platform) => {
    const warn = warnOfExpiry.execute(platform);
    const found = await platform.records.findExpired(
      keyExpiries,
      warningsDueBefore(platform.clock().toISOString()),
      atOnce,
    );
    let affected = 0;
    for (const { id: apiKeyId, data } of found) {
      const { wrote } = await warn({
        input: { apiKeyId },
        caller: { userId: name, orgId: data.organizationId, orgType: '-', role: 'owner' },
        key: `${name} ${newId()}`,
        correlationId: `${name} ${apiKeyId}`,
      });
      if (wrote) affected++;
    }
    // The index is a moment behind: a page with nothing new on it is the last for today.
    return { affected, next: found.length === atOnce && affected > 0 ? 'the next ones' : undefined };
  },
});
