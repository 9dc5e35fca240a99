import { schedule } from '@waybill/kernel';
import { knowsAuthSecret } from '../auth-secret.ts';
import { keyKeeperReaches, tendKeys } from '../key-ring.ts';

export const rotateKeys = schedule({
  name: 'rotateKeys',
  every: 'cron(15 2 * * ? *)',
  reaches: [...keyKeeperReaches, knowsAuthSecret],

  page: async (platform) => ({ affected: (await tendKeys(platform, 'rotateKeys')).added }),
});
