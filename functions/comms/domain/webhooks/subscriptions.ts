import { putRecord, recordStore } from '@waybill/kernel';
import { isWanted } from './event-types.ts';

/** Every event of an organization reads its record. */
export const mostWebhooks = 20;

/** The webhooks of an organization, by id. It is written with their events: read once for each event, and a limit. */
export interface Subscriptions {
  readonly webhooks: Readonly<Record<string, { readonly eventTypes: readonly string[]; readonly enabled: boolean }>>;
}

export const webhookSubscriptions = recordStore<Subscriptions>('comms', 'webhook-subscriptions');

/** The enabled webhooks that want events of this type. */
export const subscribersOf = ({ webhooks }: Subscriptions, type: string): string[] =>
  Object.entries(webhooks).flatMap(([webhookId, { eventTypes, enabled }]) =>
    enabled && isWanted(eventTypes, type) ? webhookId : [],
  );

type Subscription = Subscriptions['webhooks'][string];

/** Writes one webhook into the record of its organization; `undefined` removes it. */
export const putSubscription = (
  before: Subscriptions | undefined,
  organizationId: string,
  webhookId: string,
  subscription: Subscription | undefined,
) => {
  const { [webhookId]: _, ...others } = before?.webhooks ?? {};
  const webhooks = subscription ? { ...others, [webhookId]: subscription } : others;
  return putRecord(webhookSubscriptions, organizationId, { webhooks });
};
