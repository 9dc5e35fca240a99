import { authSecret, newSecret } from '@waybill/auth';
import { cursorKey, setup, sourceKey } from '@waybill/kernel';
import { keyKeeperNeeds, maintainKeys } from '../domain/tokens/key-ring.ts';

/** Creates the missing secrets of a stage, and never changes existing ones. */
export const seedSecrets = setup({
  name: 'seedSecrets',
  writes: { authSecret, cursorKey, sourceKey, ...keyKeeperNeeds.writes },

  run: async (access, context) => {
    const { authSecret, cursorKey, sourceKey } = access;
    for (const { get, put } of [authSecret, cursorKey, sourceKey]) if (!(await get())) await put(newSecret());
    // A simultaneous setup may have been first.
    await maintainKeys(access, context, (await authSecret.get())!);
  },
});
