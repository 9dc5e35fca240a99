import { openSecret, sealSecret } from '@waybill/channels/webhooks';
import { parameter, recordStore } from '@waybill/kernel';

/** Where a webhook sends, and how: what the sender reads before each attempt. Written with the webhook's events. */
export interface WebhookTarget {
  readonly organizationId: string;
  readonly url: string;
  readonly enabled: boolean;
  /** The signing secret, encrypted: see `sealSecret`. */
  readonly secret: string;
  /** The secret before the last rotation, and until when requests are signed with it, too. */
  readonly old?: { readonly secret: string; readonly until: string } | undefined;
  /** The first failure since the last success. */
  readonly failingSince?: string | undefined;
}

export const webhookTargets = recordStore<WebhookTarget>('comms', 'webhook-target');

/** The key that encrypts the signing secrets of a stage. It never changes during the life of a container. */
export const webhookKey = parameter('webhook-key', { secret: true, once: true, cachedMs: Number.POSITIVE_INFINITY });

const nameOf = (organizationId: string, webhookId: string) => `${organizationId} ${webhookId}`;

export const sealed = (secret: string, organizationId: string, webhookId: string, stageKey: string): string =>
  sealSecret(secret, nameOf(organizationId, webhookId), stageKey);

/** The secrets that are valid now, the newest first. */
export const secretsOf = (
  { organizationId, secret, old }: WebhookTarget,
  webhookId: string,
  stageKey: string,
  now: string,
): string[] =>
  [secret, ...(old && old.until > now ? [old.secret] : [])].map((one) =>
    openSecret(one, nameOf(organizationId, webhookId), stageKey),
  );
