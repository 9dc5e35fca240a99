import { aggregate } from '@waybill/kernel';
import {
  WebhookCreated,
  WebhookDeleted,
  WebhookDescriptionChanged,
  WebhookDisabled,
  type WebhookDisabledReason,
  WebhookEnabled,
  WebhookEventTypesChanged,
  WebhookSecretRotated,
  WebhookUrlChanged,
} from '#events/comms';

export interface Webhook {
  readonly url: string;
  readonly eventTypes: readonly string[];
  readonly description?: string | undefined;
  /** Absent while it is enabled. */
  readonly disabled?: WebhookDisabledReason | undefined;
  readonly deleted: boolean;
}

export const webhook = aggregate('comms', 'webhook')
  .begin(WebhookCreated, (created): Webhook => ({ ...created, deleted: false }))
  .on(WebhookUrlChanged, (webhook, { url }) => ({ ...webhook, url }))
  .on(WebhookEventTypesChanged, (webhook, { eventTypes }) => ({ ...webhook, eventTypes }))
  .on(WebhookDescriptionChanged, (webhook, { description }) => ({ ...webhook, description }))
  .on(WebhookSecretRotated, (webhook) => webhook)
  .on(WebhookDisabled, (webhook, { reason }) => ({ ...webhook, disabled: reason }))
  .on(WebhookEnabled, (webhook) => ({ ...webhook, disabled: undefined }))
  .on(WebhookDeleted, (webhook) => ({ ...webhook, deleted: true }));
