import { newWebhookSecret } from '@waybill/channels/webhooks';
import { setup } from '@waybill/kernel';
import { webhookKey } from '../domain/webhooks/targets.ts';

/** Creates the key of a stage that encrypts the secrets of webhooks, once. */
export const seedWebhookKey = setup({
  name: 'seedWebhookKey',
  writes: { webhookKey },

  run: async ({ webhookKey }) => {
    // 32 random bytes, as text.
    if (!(await webhookKey.get())) await webhookKey.put(newWebhookSecret());
  },
});
