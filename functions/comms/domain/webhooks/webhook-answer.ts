import { WebhookRow } from '../../projections/webhook-row.ts';

export const WebhookAnswer = WebhookRow.meta({ id: 'Webhook', description: 'A webhook, without its secrets.' });
