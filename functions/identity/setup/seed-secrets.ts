import { newSecret } from '@waybill/auth';
import { cursorKey, setup, sourceKey } from '@waybill/kernel';
import { authSecret } from '../auth-secret.ts';
import { keyKeeperReaches, tendKeys } from '../key-ring.ts';

/** The secrets of a stage: made where there are none, and never changed here. */
const secrets = [authSecret, cursorKey, sourceKey];

export const seedSecrets = setup({
  name: 'seedSecrets',
  reaches: [...secrets.map((parameter) => ({ to: 'create', parameter }) as const), ...keyKeeperReaches],

  run: async (platform) => {
    const { parameters, stage } = platform;
    for (const name of secrets) {
      const path = `/waybill/${stage}/${name}`;
      if (!(await parameters.get(path))) await parameters.put(path, newSecret(), { secret: true, once: true });
    }
    await tendKeys(platform, 'seedSecrets');
  },
});
