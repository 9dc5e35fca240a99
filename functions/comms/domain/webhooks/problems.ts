import { notFound, problem, z } from '@waybill/kernel';

export const webhookNotFound = notFound('webhook');
export const webhookDeliveryNotFound = notFound('webhook-delivery');
export const tooManyWebhooks = problem(
  'too-many-webhooks',
  409,
  'The organization has the maximum number of webhooks. Delete one first.',
  { most: z.int().describe('The maximum number.') },
);
export const webhookDisabled = problem('webhook-disabled', 409, 'The webhook is disabled. Enable it first.');
export const webhookByMembersOnly = problem(
  'webhook-by-members-only',
  403,
  'API keys cannot create webhooks, change them, or rotate their secrets. Only members can.',
);
