import { newSecret } from '@waybill/auth';
import { cursorKey, setup, sourceKey } from '@waybill/kernel';
import { authSecret } from '../auth-secret.ts';
import { keyKeeperNeeds, tendKeys } from '../key-ring.ts';

/** Makes the secrets of a stage where there are none, and never changes them. */
export const seedSecrets = setup({
  name: 'seedSecrets',
  writes: { authSecret, cursorKey, sourceKey, ...keyKeeperNeeds.writes },

  run: async (access, context) => {
    const seed = async ({ get, put }: typeof access.authSecret) => (await get()) || put(newSecret());
    const secret = await seed(access.authSecret);
    await seed(access.cursorKey);
    await seed(access.sourceKey);
    await tendKeys(access, context, secret);
  },
});
