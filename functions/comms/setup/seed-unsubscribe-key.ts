import { newWebhookSecret } from '@waybill/channels/webhooks';
import { setup } from '@waybill/kernel';
import { unsubscribeKey } from '../domain/unsubscribe/unsubscribe-key.ts';

/** Creates the key of a stage that signs the links to unsubscribe, once. */
export const seedUnsubscribeKey = setup({
  name: 'seedUnsubscribeKey',
  writes: { unsubscribeKey },

  run: async ({ unsubscribeKey }) => {
    // 32 random bytes, as text.
    if (!(await unsubscribeKey.get())) await unsubscribeKey.put(newWebhookSecret());
  },
});
