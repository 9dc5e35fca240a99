import { authSecret, newSecret } from '@waybill/auth';
import { cursorKey, setup, sourceKey } from '@waybill/kernel';
import { keyKeeperNeeds, tendKeys } from '../domain/tokens/key-ring.ts';

/** Makes the secrets of a stage where there are none, and never changes them. */
export const seedSecrets = setup({
  name: 'seedSecrets',
  writes: { authSecret, cursorKey, sourceKey, ...keyKeeperNeeds.writes },

  run: async (access, context) => {
    const { authSecret, cursorKey, sourceKey } = access;
    for (const { get, put } of [authSecret, cursorKey, sourceKey]) if (!(await get())) await put(newSecret());
    // Another setup at the same moment may have been first.
    await tendKeys(access, context, (await authSecret.get())!);
  },
});
