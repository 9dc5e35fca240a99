import { schedule } from '@waybill/kernel';
import { ringMakerReaches, tendKeys } from '../key-ring.ts';

export const rotateKeys = schedule({
  name: 'rotateKeys',
  every: 'cron(15 2 * * ? *)',
  reaches: ringMakerReaches,

  page: async (platform) => ({ affected: (await tendKeys(platform, 'rotateKeys')).added }),
});
