import type { WebhookDisabledReason } from '#events/comms';

const because: Readonly<Record<WebhookDisabledReason, string>> = {
  'by-owner': 'an owner disabled it',
  gone: 'its server answered that it wants no more events (410)',
  failing: 'every attempt of the last three days failed',
};

/** A mail to the owners. Of the URL only the host is named: the rest may be a secret. */
export const webhookNotice = (url: string, reason: WebhookDisabledReason) => {
  const { host } = new URL(url);
  const text = `Waybill does not send events to the webhook at ${host} any more: ${because[reason]}. The log of its deliveries says why. Once the server works, enable the webhook again; events of the meantime are not sent later.`;
  return { title: `A webhook is disabled: ${host}`, markdown: text, text };
};
