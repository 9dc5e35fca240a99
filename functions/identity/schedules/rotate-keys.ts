import { authSecret } from '@waybill/auth';
import { parameter, schedule } from '@waybill/kernel';
import { keyKeeperNeeds, maintainKeys } from '../domain/tokens/key-ring.ts';

/** Read at each run, because a stage may have another secret after a restore. */
const secretNow = parameter(authSecret.name, { secret: true, once: true });

export const rotateKeys = schedule({
  name: 'rotateKeys',
  every: 'cron(15 2 * * ? *)',
  reads: { authSecret: secretNow },
  writes: keyKeeperNeeds.writes,

  page: async (access, _, context) => ({
    affected: (await maintainKeys(access, context, await access.authSecret())).added,
  }),
});
