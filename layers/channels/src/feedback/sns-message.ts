import { verify } from 'node:crypto';
import { z } from '@waybill/kernel';
import { safeFetch } from '../http/safe-fetch.ts';
import { objectIn } from './feedback.ts';
import type { SnsCertificates } from './sns-certificates.ts';
import { snsUrl } from './sns-host.ts';

const common = {
  MessageId: z.string(),
  TopicArn: z.string(),
  Message: z.string(),
  Timestamp: z.iso.datetime(),
  /** SHA-256: set the topic's attribute `SignatureVersion` to 2. Version 1 is SHA-1. */
  SignatureVersion: z.literal('2'),
  Signature: z.string(),
  SigningCertURL: z.string(),
};
const schema = z.discriminatedUnion('Type', [
  z.object({ Type: z.literal('Notification'), Subject: z.string().optional(), ...common }),
  z.object({ Type: z.literal('SubscriptionConfirmation'), SubscribeURL: z.string(), Token: z.string(), ...common }),
  z.object({ Type: z.literal('UnsubscribeConfirmation'), SubscribeURL: z.string(), Token: z.string(), ...common }),
]);
type Received = z.infer<typeof schema>;

export interface SnsMessage {
  readonly type: Received['Type'];
  /** The same for each repetition. */
  readonly messageId: string;
  readonly topicArn: string;
  /** When it was published. */
  readonly publishedAt: string;
  readonly message: string;
  /** Of a confirmation: opening it subscribes. */
  readonly subscribeUrl: string | undefined;
}

export interface SnsOptions {
  /** Whose messages are accepted: everybody can have a topic of their own. */
  readonly topicArns: readonly string[];
  readonly certificates: SnsCertificates;
  readonly now: Date;
}

const certificatePath = /^\/SimpleNotificationService-[0-9a-f]{1,64}\.pem$/;

/** SNS repeats a message for up to an hour by default. */
const oldestMs = 60 * 60_000;

/**
 * Reads a message that SNS has posted, and verifies that SNS has signed it
 * (https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html).
 *
 * Throws `SnsUnavailable` if its certificate cannot be had at the moment.
 *
 * @returns `undefined` if it is forged, altered, of another topic, or older than an hour
 */
export const snsMessage = async (
  body: string,
  { topicArns, certificates, now }: SnsOptions,
): Promise<SnsMessage | undefined> => {
  const { data } = schema.safeParse(objectIn(body));
  if (!data || !topicArns.includes(data.TopicArn)) return undefined;
  if (!(Math.abs(now.getTime() - Date.parse(data.Timestamp)) <= oldestMs)) return undefined;
  const url = snsUrl(data.SigningCertURL, data.TopicArn);
  const certificate = url && certificatePath.test(url.pathname) ? await certificates(url, now) : undefined;
  if (!certificate) return undefined;
  const signature = Buffer.from(data.Signature, 'base64');
  if (!verify('RSA-SHA256', Buffer.from(signedTextOf(data)), certificate.publicKey, signature)) return undefined;
  const subscribeUrl = 'SubscribeURL' in data ? data.SubscribeURL : undefined;
  const { Type: type, MessageId: messageId, TopicArn: topicArn, Message: message, Timestamp: publishedAt } = data;
  return { type, messageId, topicArn, publishedAt, message, subscribeUrl };
};

const signedTextOf = (data: Received): string => {
  const names =
    data.Type === 'Notification'
      ? (['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'] as const)
      : (['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'] as const);
  const values: Readonly<Record<string, string | undefined>> = data;
  return names.map((name) => (values[name] === undefined ? '' : `${name}\n${values[name]}\n`)).join('');
};

/** Confirms a subscription that SNS asks for. Only URLs of SNS are opened. Gives whether it worked. */
export const confirmSnsSubscription = async (
  { type, subscribeUrl = '', topicArn }: SnsMessage,
  open: typeof safeFetch = safeFetch,
): Promise<boolean> => {
  const url = type === 'SubscriptionConfirmation' ? snsUrl(subscribeUrl, topicArn) : undefined;
  if (!url) return false;
  const answer = await open(url.href, { method: 'GET' }, { timeoutMs: 5_000 });
  return answer.outcome === 'answered' && answer.status === 200;
};
