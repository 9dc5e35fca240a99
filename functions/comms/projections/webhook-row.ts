import { projection, z } from '@waybill/kernel';
import {
  WebhookCreated,
  WebhookDeleted,
  WebhookDescriptionChanged,
  WebhookDisabled,
  WebhookDisabledReason,
  WebhookEnabled,
  WebhookEventTypesChanged,
  WebhookSecretRotated,
  WebhookUrlChanged,
} from '#events/comms';
import { webhook } from '../domain/webhooks/webhook.ts';

/** A webhook, as owners see it: without its secrets. */
export const WebhookRow = z.object({
  webhookId: z.uuid().describe('The webhook.'),
  url: z.string().describe('Where events are sent.'),
  urlSetBy: z.string().describe('The member who set the URL. It stays when they leave.'),
  eventTypes: z.array(z.string()).describe('The types of the events that are sent; `*`: all.'),
  description: z.string().nullable().describe('What it is for.'),
  enabled: z.boolean().describe('Whether events are sent.'),
  disabledReason: WebhookDisabledReason.nullable().describe('Why it is disabled; `null` while it is enabled.'),
  createdAt: z.iso.datetime().describe('When it was created.'),
  secretRotatedAt: z.iso.datetime().nullable().describe('When its secret was rotated last.'),
  updatedAt: z.iso.datetime().describe('When it was last changed.'),
});
export type WebhookRow = z.infer<typeof WebhookRow>;

export const webhookRow = projection<WebhookRow>('webhook', {
  of: webhook,
  row: WebhookRow,
  changedAt: 'updatedAt',
  indexes: { created: ({ createdAt }) => ['', createdAt] },
})
  .begin(WebhookCreated, ({ aggregateId, at, by, data: { url, eventTypes, description } }) => ({
    ...{ webhookId: aggregateId, url, urlSetBy: by, eventTypes, description: description ?? null },
    ...{ enabled: true, disabledReason: null, createdAt: at, secretRotatedAt: null, updatedAt: at },
  }))
  .on(WebhookUrlChanged, (row, { by, data: { url } }) => ({ ...row, url, urlSetBy: by }))
  .on(WebhookEventTypesChanged, (row, { data: { eventTypes } }) => ({ ...row, eventTypes }))
  .on(WebhookDescriptionChanged, (row, { data: { description } }) => ({ ...row, description: description ?? null }))
  .on(WebhookSecretRotated, (row, { at }) => ({ ...row, secretRotatedAt: at }))
  .on(WebhookDisabled, (row, { data: { reason } }) => ({ ...row, enabled: false, disabledReason: reason }))
  .on(WebhookEnabled, (row) => ({ ...row, enabled: true, disabledReason: null }))
  .on(WebhookDeleted, () => undefined);
