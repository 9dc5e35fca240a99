import type { EmailChannel, SendResult, SmsChannel } from '@waybill/channels';
import { newId, type Platform, type RecordedEvent } from '@waybill/kernel';
import { recorded } from '@waybill/kernel/testing';
import { ContactCreated } from '#events/geo';
import * as comms from '#functions/comms/manifest';
import { startDelivering } from '#functions/comms/reactions/start-delivering';
import { acceptMail } from '#functions/comms/workers/accept-mail';
import { bookAddress } from '#functions/comms/workers/book-address';
import { deliverBy } from '#functions/comms/workers/deliver';
import { inMemory } from '#test/support/in-memory';
import { simulatedQueue } from './simulated-queue.ts';

export const start = '2026-05-04T12:00:00.000Z';

interface Sent {
  readonly channel: 'email' | 'sms';
  readonly to: string;
  readonly subject?: string;
  readonly html?: string;
  readonly text: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly key: string;
  readonly at: string;
}

type Answer = (message: Omit<Sent, 'at'>) => SendResult | undefined;

interface Options {
  /** What the provider answers; by default, and for `undefined`, it takes the message. */
  readonly answer?: Answer;
  readonly sms?: boolean;
  readonly duplicates?: () => boolean;
  /** Replaces parts of the platform of `deliver`. */
  readonly around?: (platform: Platform) => Platform;
}

/** Comms in memory: requests are published at once, and messages are delivered when the clock moves. */
export const commsInMemory = ({
  answer = () => undefined,
  sms = true,
  duplicates,
  around = (it) => it,
}: Options = {}) => {
  const clock = { now: Date.parse(start) };
  const queue = simulatedQueue(clock, { duplicates });
  const events: RecordedEvent[] = [];
  const news: RecordedEvent[] = [];
  const { platform, ask } = inMemory(comms, {
    clock: () => new Date(clock.now),
    queues: ['notifications', 'parked'],
    onAppend: (some) => {
      events.push(...some);
      news.push(...some);
    },
  });
  const sent: Sent[] = [];
  const take = (message: Omit<Sent, 'at'>): SendResult => {
    const said = answer(message);
    if (said) return said;
    // A provider that knows idempotency keys.
    if (!sent.some(({ key }) => key === message.key)) sent.push({ ...message, at: new Date(clock.now).toISOString() });
    return { outcome: 'sent', providerMessageId: `id-${message.key}` };
  };
  const email: EmailChannel = async ({ idempotencyKey: key, ...mail }) => take({ channel: 'email', key, ...mail });
  const smsChannel: SmsChannel = async ({ idempotencyKey: key, ...text }) => take({ channel: 'sms', key, ...text });

  const production: Platform = {
    ...platform,
    development: undefined,
    queue: {
      send: async (name, message, { delaySeconds } = {}) => {
        if (name !== 'notifications') throw new Error(`there is no queue ${name}`);
        queue.send(JSON.stringify(message), delaySeconds);
      },
    },
  };
  const deliver = deliverBy(async () => ({ email, ...(sms && { sms: smsChannel }) })).with(around(production));

  /** Publishes new events to the reaction, as the bus does. */
  const publish = async () => {
    for (const { stream, data, ...event } of news.splice(0)) {
      if (event.type !== 'NotificationRequested') continue;
      const { org, context, aggregate, id: aggregateId } = stream;
      const detail = { ...event, org, context, aggregate, aggregateId, data };
      await startDelivering.with(production)({
        Records: [{ messageId: event.id, body: JSON.stringify({ detail }) }],
      } as any);
    }
  };

  let counted = 0;
  const given = async (worker: typeof acceptMail | typeof bookAddress, message: object) => {
    const id = `${++counted}`;
    const body = JSON.stringify({ id, org: '-', correlationId: id, causationId: id, message });
    const { batchItemFailures } = await worker.with(production)({ Records: [{ messageId: id, body }] } as any);
    return batchItemFailures;
  };

  return {
    platform,
    production,
    ask,
    sent,
    events,
    queue,
    clock,
    deliver,
    /** A message of identity about an account; returns what fails. */
    account: (message: object) => given(acceptMail, message),
    /** A message of identity with an address. */
    address: (message: object) => given(bookAddress, message),
    /** Delivers everything, or what is due within that many seconds. */
    work: async (seconds = Number.POSITIVE_INFINITY) => {
      await publish();
      await queue.drain(deliver, clock.now + seconds * 1000);
    },
    aContact: (
      name: string,
      { emails = [`${name}@example.com`], phones = ['+4366412345678'], locale = 'en-GB' } = {},
    ) => {
      const id = newId(`contact ${name}`);
      platform.given(
        recorded(
          [
            ContactCreated({
              contextKey: 'customer',
              relatedEntityId: newId(name),
              locale,
              emails: emails.map((value) => ({ value, labels: [] })),
              phoneNumbers: phones.map((value) => ({ value, labels: [] })),
            }),
          ],
          { context: 'geo', aggregate: 'contact', id },
        ),
      );
      return id;
    },
  };
};

export const words = { title: 'News', markdown: 'It is **here**.', text: 'It is here.' };
