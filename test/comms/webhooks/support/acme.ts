import { type Caller, newId, type Platform } from '@waybill/kernel';
import { memory } from '@waybill/kernel/memory';
import { follows } from '@waybill/kernel/read/read-model';
import { recorded } from '@waybill/kernel/testing';
import type { RecordedEvent } from '@waybill/kernel/write/event';
import { MemberJoined, type MemberRole, OrganizationCreated } from '#events/organizations';
import * as comms from '#functions/comms/manifest';
import { queueEvent } from '../../../identity/support/people.ts';
import { type Asked, ask } from '../../../kernel/support/asking.ts';

export const acme = newId('acme');
export const stageKey = 'the webhook key of every test, long enough';
const begin = '2026-05-04T12:00:00.000Z';

export const founded = (orgId: string, people: Readonly<Record<string, MemberRole>>): RecordedEvent[] => {
  const events = [
    OrganizationCreated({ name: 'Acme', slug: orgId, type: 'Customer' }),
    ...Object.entries(people).map(([name, role]) => MemberJoined({ userId: newId(name), role })),
  ];
  const stream = { context: 'organizations', aggregate: 'organization', id: orgId };
  return recorded(events, stream).map((event) => ({ ...event, stream: { ...event.stream, org: orgId } }));
};

/** Acme with its owner Olga, in memory, with a clock and a queue that the test moves. */
export const anAcme = async (parts: (platform: Platform) => Partial<Platform> = () => ({})) => {
  let now = Date.parse(begin);
  const appended: RecordedEvent[] = [];
  let unprojected: RecordedEvent[] = [];
  const whole = memory({
    clock: () => new Date(now),
    queues: ['webhooks', 'parked'],
    parameters: { '/waybill/test/webhook-key': stageKey },
    onAppend: (events) => {
      appended.push(...events);
      unprojected.push(...events);
    },
  });
  const platform: Platform = { ...whole, ...parts(whole) };
  const people = { olga: 'owner', otto: 'officer', agnes: 'agent', aude: 'auditor' } as const;
  await platform.events.commit({ appends: founded(acme, people) });

  const project = async () => {
    const events = unprojected;
    unprojected = [];
    for (const event of events)
      if (follows({ definition: comms.webhookRow.definition } as any, event.stream))
        await comms.webhookRow.with(platform)([event]);
  };

  /** As Olga, unless the test says otherwise. */
  const asked = async (fn: Parameters<typeof ask>[1], what: Asked = {}, as: Partial<Caller> = {}) => {
    await project();
    const olga = { userId: newId('olga'), orgId: acme, orgType: 'Customer', role: 'owner' } as const;
    return ask(platform, fn, { ...what, as: { ...olga, ...as } });
  };
  const create = async (url: string, eventTypes: readonly string[] = ['*']) =>
    (await asked(comms.createWebhook, { body: { url, eventTypes } })).body as {
      readonly webhookId: string;
      readonly secret: string;
    };
  const attempts = async (webhookId: string): Promise<any[]> =>
    (await asked(comms.listWebhookDeliveries, { path: { webhookId } })).body.items;

  /** Delivers an event from the bus. */
  const publish = (event: RecordedEvent, times = 1) =>
    comms.queueWebhooks.with(platform)(queueEvent(event, times) as any);

  const workOn = async (messages: readonly object[]) =>
    comms.deliverWebhook.with(platform)({
      Records: messages.map((message, i) => ({ messageId: `m${i}`, body: JSON.stringify(message) })),
    } as any);
  const later = (seconds: number) => {
    now += seconds * 1000;
  };
  /** Works on the messages that are in the queue, and on none that these send. Returns how many there were. */
  const workOnce = async () => {
    const messages = whole.sent.splice(0);
    const { batchItemFailures } = (await workOn(messages.map(({ message }) => message))) as any;
    if (batchItemFailures.length) throw new Error(`${batchItemFailures.length} messages failed`);
    return messages.length;
  };
  /** Works on all messages until `seconds` from now, each when it is due. */
  const workFor = async (seconds: number) => {
    const end = now + seconds * 1000;
    const queue = whole.sent.splice(0).map((it) => ({ ...it, at: now + (it.delaySeconds ?? 0) * 1000 }));
    for (;;) {
      queue.sort((a, b) => a.at - b.at);
      const next = queue[0];
      if (!next || next.at > end) break;
      queue.shift();
      now = Math.max(now, next.at);
      const { batchItemFailures } = (await workOn([next.message])) as any;
      if (batchItemFailures.length) throw new Error('a message failed');
      queue.push(...whole.sent.splice(0).map((it) => ({ ...it, at: now + (it.delaySeconds ?? 0) * 1000 })));
    }
    now = end;
    for (const { at, ...it } of queue) whole.sent.push({ ...it, delaySeconds: Math.max(0, (at - now) / 1000) });
  };
  return {
    ...{ platform, appended, asked, create, attempts, publish, workOn, workOnce, workFor, later, sent: whole.sent },
    now: () => new Date(now),
  };
};

/** An event of a delivery, as recorded. */
export const happened = (event: { type: string; revision: number; data: any }, org = acme, id = newId('delivery')) =>
  ({
    ...recorded([event], { context: 'deliveries', aggregate: 'delivery', id })[0]!,
    stream: { context: 'deliveries', org, aggregate: 'delivery', id },
  }) as RecordedEvent;
