/** Comms: notifications by e-mail and SMS, and webhooks. One line for each function. */

export { sendNotification } from './commands/send-notification.ts';
export { deleteWebhook } from './commands/webhooks/delete-webhook.ts';
export { changeWebhook } from './endpoints/webhooks/change-webhook.ts';
export { createWebhook } from './endpoints/webhooks/create-webhook.ts';
export { replayWebhookDelivery } from './endpoints/webhooks/replay-webhook-delivery.ts';
export { rotateWebhookSecret } from './endpoints/webhooks/rotate-webhook-secret.ts';
export { testWebhook } from './endpoints/webhooks/test-webhook.ts';
export { notificationRow } from './projections/notification-row.ts';
export { webhookRow } from './projections/webhook-row.ts';
export { getNotification } from './queries/get-notification.ts';
export { listNotifications } from './queries/list-notifications.ts';
export { getWebhook } from './queries/webhooks/get-webhook.ts';
export { listWebhookDeliveries } from './queries/webhooks/list-webhook-deliveries.ts';
export { listWebhooks } from './queries/webhooks/list-webhooks.ts';
export { notifyOfDisabledWebhook } from './reactions/notify-of-disabled-webhook.ts';
export { queueWebhooks } from './reactions/queue-webhooks.ts';
export { startDelivering } from './reactions/start-delivering.ts';
export { seedWebhookKey } from './setup/seed-webhook-key.ts';
export { acceptMail } from './workers/accept-mail.ts';
export { bookAddress } from './workers/book-address.ts';
export { deliver } from './workers/deliver.ts';
export { deliverWebhook } from './workers/deliver-webhook.ts';
