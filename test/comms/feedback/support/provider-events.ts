import { newWebhookSecret, signWebhook } from '@waybill/channels/webhooks';
import type { LambdaFunction } from '@waybill/kernel';
import { orgId } from '@waybill/kernel/testing';
import { recordId } from '#functions/comms/domain/content';
import { dispatches } from '#functions/comms/domain/engine/dispatch';
import { idempotencyKey } from '#functions/comms/domain/engine/idempotency-key';
import { preferences } from '#functions/comms/domain/recipient/preferences';
import { refusedAddresses, refusedAddressId } from '#functions/comms/domain/recipient/refused-addresses';
import * as functions from '#functions/comms/manifest';
import { commsInMemory, words } from '../../support/comms-in-memory.ts';

type Comms = ReturnType<typeof commsInMemory>;
type Headers = Readonly<Record<string, string>>;
interface Answer {
  readonly status: number;
  readonly body: any;
  readonly headers: Headers;
}

export const secret = newWebhookSecret();

/** Comms in memory, with what its operators configure for events of providers. */
export const commsWithEvents = async (
  parameters: Readonly<Record<string, object>> = { 'events/resend': { secrets: [secret] } },
  options: Parameters<typeof commsInMemory>[0] = {},
) => {
  const comms = commsInMemory(options);
  for (const [name, value] of Object.entries(parameters))
    await comms.platform.parameters.put(`/waybill/test/channels/${name}`, JSON.stringify(value), {
      secret: true,
      once: false,
    });

  /** Posts a body as API Gateway passes it on. */
  const post = async (fn: LambdaFunction, body: string | Buffer, headers: Headers = {}): Promise<Answer> => {
    const isBase64Encoded = typeof body !== 'string';
    const result = await fn.with(comms.production)({
      httpMethod: 'POST',
      headers: { 'user-agent': 'a provider', ...headers },
      body: isBase64Encoded ? body.toString('base64') : body,
      isBase64Encoded,
      requestContext: { identity: { sourceIp: '198.51.100.7' } },
    });
    return { status: result.statusCode, body: JSON.parse(result.body), headers: result.headers };
  };

  /** A notification to a contact that has been sent, and how providers name its messages. */
  const sentTo = async (name: string, more: object = {}) => {
    const contactId = comms.aContact(name);
    const { body } = await comms.ask('sendNotification', { recipient: { contactId }, ...words, ...more });
    await comms.work();
    const { notificationId } = body;
    const idOf = (channel: 'email' | 'sms') => `id-${idempotencyKey(orgId, { notificationId, channel })}`;
    return {
      contactId,
      notificationId: notificationId as string,
      emailId: idOf('email'),
      smsId: idOf('sms'),
      get: async () => (await comms.ask('getNotification', { notificationId })).body,
      listed: async () =>
        (await comms.ask('listNotifications')).body.items.find((it: any) => it.notificationId === notificationId),
    };
  };
  return { ...comms, post, sentTo };
};

/** A webhook of Resend, signed. */
export const fromResend = (event: unknown, { signedWith = secret, at = '2026-05-04T12:00:00.000Z' } = {}) => {
  const body = typeof event === 'string' ? event : JSON.stringify(event);
  const id = 'msg_1';
  const signed = signWebhook({ id, timestamp: Math.floor(Date.parse(at) / 1000), body }, [signedWith]);
  const headers = Object.fromEntries(
    Object.entries(signed).map(([name, value]) => [name.replace('webhook-', 'svix-'), value]),
  );
  return { body, headers };
};

export const resendEvent = (type: string, emailId: string, more: object = {}) => ({
  type: `email.${type}`,
  created_at: '2026-05-04T12:00:00.000Z',
  data: { email_id: emailId, to: ['ann@example.com'], subject: 'News', ...more },
});

/** What can be seen of a message, an address and its owner. */
export const everything = async (
  { platform, events }: Comms,
  { notificationId, contactId }: { readonly notificationId: string; readonly contactId: string },
) => {
  const refused = (channel: 'email' | 'sms', address: string) =>
    platform.records.get(refusedAddresses, refusedAddressId(orgId, channel, address));
  return {
    events: events.length,
    dispatch: await platform.records.get(dispatches, recordId(orgId, notificationId)),
    refused: await refused('email', 'ann@example.com'),
    refusedNumber: await refused('sms', '+4366412345678'),
    preference: await platform.records.get(preferences, `contact ${orgId} ${contactId}`),
  };
};

export const receiveResend = functions.receiveResendEvents as LambdaFunction;
