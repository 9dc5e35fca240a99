import { Resolver } from 'node:dns/promises';
import { verifyWebhook } from '@waybill/channels/webhooks';
import { newId } from '@waybill/kernel';
import { alsoLogTo } from '@waybill/kernel/observability/observe';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { DeliveryStatusChanged } from '#events/deliveries';
import { webhookDeliveries } from '#functions/comms/domain/webhooks/delivery/deliveries';
import { webhookTargets } from '#functions/comms/domain/webhooks/targets';
import * as comms from '#functions/comms/manifest';
import { localServer, never } from '../../channels/support/local-server.ts';
import { acme, anAcme, happened } from './support/acme.ts';

afterEach(() => vi.restoreAllMocks());

const failed = () => happened(DeliveryStatusChanged({ from: 'InTransit', to: 'Failed', reason: 'Flat tyre' }));
const day = 86_400;

/** A server that answers with these statuses, the last one again and again. */
const answering = (...statuses: number[]) =>
  localServer((_, response) => {
    const status = statuses.length > 1 ? statuses.shift()! : statuses[0]!;
    response.writeHead(status).end('thanks');
  });

type Request = Awaited<ReturnType<typeof localServer>>['received'][number];
const isSignedWith = (secret: string, { headers, body }: Request, now: Date) => {
  const [id, timestamp, signature] = ['id', 'timestamp', 'signature'].map((name) => headers[`webhook-${name}`]!);
  return verifyWebhook({ id: id!, timestamp: timestamp!, signature: signature!, body }, [secret], now);
};

describe('an event', () => {
  test('is sent as published, signed, to each webhook that wants it', async () => {
    const { url, received } = await answering(200);
    const { create, publish, workOnce, attempts, now } = await anAcme();
    const all = await create(`${url}/all`);
    await create(`${url}/status`, ['DeliveryStatusChanged', 'DeliveryCancelled']);
    await create(`${url}/other`, ['DeliveryCancelled']);
    const event = failed();
    await publish(event);
    expect(await workOnce()).toBe(2);
    expect(received.map(({ path }) => path).toSorted()).toEqual(['/all', '/status']);
    const request = received.find(({ path }) => path === '/all')!;
    expect(request).toMatchObject({ method: 'POST', headers: { 'content-type': 'application/json' } });
    expect(JSON.parse(request.body)).toEqual({
      ...{
        id: expect.any(String),
        type: 'DeliveryStatusChanged',
        revision: event.revision,
        org: acme,
        context: 'deliveries',
      },
      ...{ aggregate: 'delivery', aggregateId: event.stream.id, version: 1, at: event.at, by: event.by },
      ...{ correlationId: 'test', causationId: 'test', commandId: 'cause-0' },
      data: { from: 'InTransit', to: 'Failed', reason: 'Flat tyre' },
    });
    expect(isSignedWith(all.secret, request, now())).toBe(true);
    expect(await attempts(all.webhookId)).toEqual([
      {
        ...{
          webhookDeliveryId: request.headers['webhook-id'],
          eventId: JSON.parse(request.body).id,
          eventType: event.type,
          attempt: 1,
        },
        ...{ at: now().toISOString(), outcome: 'Delivered', status: 200, durationMs: expect.any(Number) },
      },
    ]);
  });

  test('of an organization without webhooks costs one read, and sends nothing', async () => {
    const reads: string[] = [];
    const { publish, sent } = await anAcme(({ records, events }) => ({
      records: {
        ...records,
        get: (store, id) => {
          reads.push(store.name);
          return records.get(store, id);
        },
      },
      events: {
        ...events,
        read: () => Promise.reject(new Error('no stream is read')),
        commit: (parts) =>
          parts.appends?.length ? events.commit(parts) : Promise.reject(new Error('nothing is written')),
      },
    }));
    await publish(failed());
    expect([reads, sent]).toEqual([['webhook-subscriptions'], []]);
  });

  test('of another organization, or of a user, is not sent', async () => {
    const { create, publish, sent } = await anAcme();
    await create('https://hooks.example.com/');
    await publish(happened(failed(), newId('other')));
    await publish(happened(failed(), '-'));
    expect(sent).toEqual([]);
  });

  test('that the bus delivers several times is sent once, also if the copies are worked on at the same moment', async () => {
    const { url, received } = await answering(200);
    const { create, publish, sent, workOn, workFor, attempts } = await anAcme();
    const { webhookId } = await create(url);
    await publish(failed(), 5);
    expect(sent).toHaveLength(5);
    await workOn(sent.splice(0).map(({ message }) => message));
    await workFor(120);
    expect(received).toHaveLength(1);
    await publish(failed());
    await workFor(120);
    expect(received).toHaveLength(1);
    expect(await attempts(webhookId)).toHaveLength(1);
  });

  test('is signed with both secrets for a day after a rotation, then with the new one', async () => {
    const { url, received } = await answering(200);
    const { create, asked, publish, workFor, now, later } = await anAcme();
    const { webhookId, secret } = await create(url);
    const next = (await asked(comms.rotateWebhookSecret, { path: { webhookId } })).body.secret;
    const deliver = async () => {
      await publish(happened(failed(), acme, newId()));
      await workFor(0);
      return [secret, next].map((one) => isSignedWith(one, received.at(-1)!, now()));
    };
    expect(await deliver()).toEqual([true, true]);
    later(day - 1);
    expect(await deliver()).toEqual([true, true]);
    later(1);
    expect(await deliver()).toEqual([false, true]);
    expect(received.at(-1)!.headers['webhook-signature']!.split(' ')).toHaveLength(1);
  });
});

describe('a delivery that fails', () => {
  test('is tried again for a day, at longer and longer intervals, with the same id', async () => {
    const { url, received } = await answering(500);
    const { create, publish, workFor, attempts, sent, now } = await anAcme();
    const { webhookId } = await create(url);
    const begun = now().getTime();
    await publish(failed());
    await workFor(2 * day);
    expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    const log = (await attempts(webhookId)).toReversed();
    const after = log.map(({ at }) => (Date.parse(at) - begun) / 1000);
    const plain = [0, 5, 305, 2_105, 9_305, 27_305, 63_305, day];
    expect(after).toHaveLength(plain.length);
    // Each delay has up to a tenth more.
    plain.forEach((seconds, i) => {
      expect(after[i]).toBeGreaterThanOrEqual(seconds);
      expect(after[i]).toBeLessThanOrEqual(Math.min(seconds * 1.1 + 1, day));
    });
    expect(log.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(log[0]).toMatchObject({
      outcome: 'Failed',
      status: 500,
      reason: 'It answered 500.',
      nextAttemptAt: log[1].at,
    });
    expect(log.at(-1)).not.toHaveProperty('nextAttemptAt');
    expect(sent).toEqual([]);
    // Each attempt has its own time, so that none looks like a replay.
    const times = received.map(({ headers }) => Number(headers['webhook-timestamp']));
    expect(times).toEqual(log.map(({ at }) => Math.floor(Date.parse(at) / 1000)));
  });

  test('is not tried again once it succeeds', async () => {
    const { url, received } = await answering(503, 200);
    const { create, publish, workFor, attempts } = await anAcme();
    const { webhookId } = await create(url);
    await publish(failed());
    await workFor(2 * day);
    expect(received).toHaveLength(2);
    expect((await attempts(webhookId)).map(({ outcome }) => outcome)).toEqual(['Delivered', 'Failed']);
  });

  test('waits as long as the server asks for', async () => {
    const { url, received } = await localServer((_, response) => {
      response.writeHead(429, { 'retry-after': '600' }).end();
    });
    const { create, publish, workFor } = await anAcme();
    await create(url);
    await publish(failed());
    await workFor(599);
    expect(received).toHaveLength(1);
    await workFor(1);
    expect(received).toHaveLength(2);
  });

  test.each([301, 302, 307, 308])('by a redirect (%i) is not sent to where it leads', async (status) => {
    const inside = await answering(200);
    const { url } = await localServer((_, response) => {
      response.writeHead(status, { location: inside.url }).end();
    });
    const { create, publish, workOnce, attempts } = await anAcme();
    const { webhookId } = await create(url);
    await publish(failed());
    await workOnce();
    expect(inside.received).toEqual([]);
    expect(await attempts(webhookId)).toMatchObject([
      { outcome: 'Failed', status, reason: `It answered ${status}: redirects are not followed.` },
    ]);
  });

  test('is a failure with a reason when the name has come to lead to a private address', async () => {
    vi.spyOn(Resolver.prototype, 'resolve4').mockResolvedValue(['169.254.169.254'] as never);
    vi.spyOn(Resolver.prototype, 'resolve6').mockRejectedValue(new Error('none'));
    const { create, publish, workOnce, attempts, asked } = await anAcme(() => ({ development: undefined }));
    const { webhookId } = await create('https://hooks.example.com/');
    await publish(failed());
    await workOnce();
    const reason = 'It does not lead to a public address.';
    expect(await attempts(webhookId)).toMatchObject([{ outcome: 'Failed', reason }]);
    expect((await asked(comms.testWebhook, { path: { webhookId } })).body).toMatchObject({ outcome: 'Failed', reason });
  });

  test('that was interrupted after it was sent is sent again with the same id, and then not again', async () => {
    const { url, received } = await answering(200);
    let isDown = false;
    const { create, publish, workOn, sent, later, workFor } = await anAcme(({ events }) => ({
      events: {
        ...events,
        commit: (parts) => (isDown && received.length ? Promise.reject(new Error('killed')) : events.commit(parts)),
      },
    }));
    await create(url);
    await publish(failed());
    const [message] = sent.splice(0).map(({ message }) => message);
    isDown = true;
    expect(await workOn([message])).toMatchObject({ batchItemFailures: [{}] });
    isDown = false;
    later(360);
    expect(await workOn([message])).toEqual({ batchItemFailures: [] });
    await workFor(day);
    expect(received.map(({ headers }) => headers['webhook-id'])).toEqual(
      Array.from({ length: 2 }, () => received[0]!.headers['webhook-id']),
    );
    expect(await workOn([message])).toEqual({ batchItemFailures: [] });
    expect(received).toHaveLength(2);
  });
});

describe('a webhook', () => {
  test('is disabled at once by 410, and messages in the queue lead to nothing', async () => {
    const { url, received } = await answering(410);
    const { create, publish, workFor, appended, asked, sent } = await anAcme();
    const { webhookId } = await create(url);
    await publish(failed());
    await publish(happened(failed(), acme, newId('another')));
    await workFor(day);
    expect(received).toHaveLength(1);
    expect(appended.at(-1)).toMatchObject({ type: 'WebhookDisabled', data: { reason: 'gone' }, by: 'deliverWebhook' });
    await publish(happened(failed(), acme, newId('a third')));
    expect(sent).toEqual([]);
    const row = (await asked(comms.getWebhook, { path: { webhookId } })).body;
    expect(row).toMatchObject({ enabled: false, disabledReason: 'gone' });
  });

  test('is disabled when every attempt has failed for three days, not earlier', async () => {
    const { url } = await answering(500);
    const { create, publish, workFor, appended, now } = await anAcme();
    await create(url);
    const begun = now().getTime();
    const isDisabled = () => appended.some(({ type }) => type === 'WebhookDisabled');
    for (let hour = 0; hour < 72; hour++) {
      await publish(happened(failed(), acme, newId(`${hour}`)));
      await workFor(3_599);
      expect(isDisabled()).toBe(false);
      await workFor(1);
    }
    await publish(happened(failed(), acme, newId('the last')));
    await workFor(60);
    expect(appended.at(-1)).toMatchObject({ type: 'WebhookDisabled', data: { reason: 'failing' } });
    expect(Date.parse(appended.at(-1)!.at) - begun).toBeGreaterThanOrEqual(3 * day * 1000);
  });

  test('stays enabled if one attempt in three days succeeds, and begins anew when it is enabled again', async () => {
    const statuses = [...Array.from({ length: 4 }, () => 500), 200, 500];
    const { url } = await answering(...statuses);
    const { create, publish, workFor, appended, later, platform } = await anAcme();
    const { webhookId } = await create(url);
    const target = async () => (await platform.records.get(webhookTargets, webhookId))!.data;
    await publish(failed());
    await workFor(2_500);
    expect((await target()).failingSince).toBeDefined();
    later(2 * day);
    await publish(happened(failed(), acme, newId('b')));
    await workFor(60);
    expect((await target()).failingSince).toBeUndefined();
    later(2 * day);
    await publish(happened(failed(), acme, newId('c')));
    await workFor(60);
    expect(appended.filter(({ type }) => type === 'WebhookDisabled')).toEqual([]);
  });

  test.each(['disabled', 'deleted'] as const)('that is %s gets nothing that is in the queue', async (how) => {
    const { url, received } = await answering(500);
    const { create, publish, asked, workFor, sent } = await anAcme();
    const { webhookId } = await create(url);
    const path = { webhookId };
    await publish(failed());
    await workFor(0);
    await publish(happened(failed(), acme, newId('b')));
    if (how === 'deleted') await asked(comms.deleteWebhook, { path });
    else await asked(comms.changeWebhook, { path, body: { enabled: false } });
    await workFor(2 * day);
    expect(received).toHaveLength(1);
    expect(sent).toEqual([]);
  });

  test('of a slow server does not get more than ten attempts at a time, and all events in the end', async () => {
    let open = 0;
    let most = 0;
    const { url, received } = await localServer((_, response) => {
      most = Math.max(most, ++open);
      setTimeout(() => {
        open--;
        response.end();
      }, 1_100);
    });
    const { create, publish, sent, workOn, workFor } = await anAcme();
    await create(url);
    for (let i = 0; i < 15; i++) await publish(happened(failed(), acme, newId(`${i}`)));
    await workOn(sent.splice(0).map(({ message }) => message));
    expect(most).toBe(10);
    expect(received).toHaveLength(10);
    expect(sent.map(({ delaySeconds }) => delaySeconds! > 0)).toEqual([true, true, true, true, true]);
    await workFor(200);
    expect(received).toHaveLength(15);
  });
});

describe('a test call', () => {
  test('sends a signed ping now, shows the outcome and the answer, and is in the log', async () => {
    const { url, received } = await localServer((_, response) => {
      response.writeHead(200).end(`pong${'x'.repeat(5_000)}`);
    });
    const { create, asked, attempts, now } = await anAcme();
    const { webhookId, secret } = await create(url, ['DeliveryCancelled']);
    const { status, body } = await asked(comms.testWebhook, { path: { webhookId } });
    expect([status, body]).toEqual([
      200,
      { outcome: 'Delivered', status: 200, durationMs: expect.any(Number), answer: `pong${'x'.repeat(1_020)}` },
    ]);
    expect(JSON.parse(received[0]!.body)).toEqual({
      ...{ id: expect.any(String), type: 'ping', org: acme, at: now().toISOString(), data: {} },
    });
    expect(isSignedWith(secret, received[0]!, now())).toBe(true);
    const log = await attempts(webhookId);
    expect(log).toMatchObject([{ eventType: 'ping', outcome: 'Delivered', status: 200 }]);
    expect(JSON.stringify(log)).not.toContain('pong');
  });

  test('is made ten times a minute at most', async () => {
    const { url, received } = await answering(200);
    const { create, asked } = await anAcme();
    const path = { webhookId: (await create(url)).webhookId };
    for (let i = 0; i < 10; i++) expect((await asked(comms.testWebhook, { path })).status).toBe(200);
    expect((await asked(comms.testWebhook, { path })).status).toBe(429);
    expect(received).toHaveLength(10);
  });

  test('ends in time if the server is silent', { timeout: 20_000 }, async () => {
    const { url } = await localServer(never);
    const { create, asked } = await anAcme();
    const path = { webhookId: (await create(url)).webhookId };
    const { body } = await asked(comms.testWebhook, { path });
    expect(body).toMatchObject({ outcome: 'Failed', reason: 'It did not answer within 7 s.' });
  });
});

describe('a replay', () => {
  const delivered = async (...statuses: number[]) => {
    const server = await answering(...statuses);
    const it = await anAcme();
    const { webhookId } = await it.create(server.url);
    await it.publish(failed());
    await it.workFor(2 * day);
    const [{ webhookDeliveryId }] = await it.attempts(webhookId);
    const replay = (key?: string) =>
      it.asked(comms.replayWebhookDelivery, { path: { webhookId, webhookDeliveryId }, ...(key && { key }) });
    return { ...it, ...server, webhookId, webhookDeliveryId, replay };
  };

  test('sends a delivered event again, with the same id and body', async () => {
    const { replay, received, workFor, webhookDeliveryId } = await delivered(200);
    expect(await replay()).toMatchObject({ status: 202, body: { webhookDeliveryId } });
    await workFor(day);
    expect(received).toHaveLength(2);
    expect(received[1]!.body).toBe(received[0]!.body);
    expect(received[1]!.headers['webhook-id']).toBe(webhookDeliveryId);
  });

  test('of a delivery that was given up tries again for a day', async () => {
    const { replay, received, workFor, attempts, webhookId } = await delivered(500);
    expect(received).toHaveLength(8);
    await replay();
    await workFor(2 * day);
    expect(received).toHaveLength(16);
    expect((await attempts(webhookId)).map(({ attempt }) => attempt).slice(0, 8)).toEqual([8, 7, 6, 5, 4, 3, 2, 1]);
  });

  test('that is repeated with its key is sent once', async () => {
    const { replay, received, workFor } = await delivered(200);
    await replay('k');
    await replay('k');
    await workFor(day);
    expect(received).toHaveLength(2);
  });

  test('is refused for another webhook, an unknown delivery, a disabled webhook, and after 30 days', async () => {
    const { replay, asked, create, webhookId, webhookDeliveryId, later, platform } = await delivered(200);
    const other = await create('https://hooks.example.com/');
    const ask = (path: Record<string, string>) => asked(comms.replayWebhookDelivery, { path });
    expect((await ask({ webhookId: other.webhookId, webhookDeliveryId })).body.code).toBe('webhook-delivery-not-found');
    expect((await ask({ webhookId, webhookDeliveryId: newId() })).body.code).toBe('webhook-delivery-not-found');
    expect((await ask({ webhookId: newId(), webhookDeliveryId })).body.code).toBe('webhook-not-found');
    await asked(comms.changeWebhook, { path: { webhookId }, body: { enabled: false } });
    expect((await replay()).body.code).toBe('webhook-disabled');
    await asked(comms.changeWebhook, { path: { webhookId }, body: { enabled: true } });
    later(30 * day);
    expect((await replay()).status).toBe(404);
    expect(await platform.records.get(webhookDeliveries, webhookDeliveryId)).toBeUndefined();
  });
});

test('the log has pages, and a cursor is valid for its webhook only', async () => {
  const { url } = await answering(200);
  const { create, publish, workFor, asked } = await anAcme();
  const [one, two] = [await create(url), await create(url)];
  for (let i = 0; i < 5; i++) {
    await publish(happened(failed(), acme, newId(`${i}`)));
    await workFor(1);
  }
  const list = (webhookId: string, cursor?: string) =>
    asked(comms.listWebhookDeliveries, { path: { webhookId }, query: { limit: '2', ...(cursor && { cursor }) } });
  const pages: any[][] = [];
  for (let cursor: string | undefined, done = false; !done; done = !cursor) {
    const { body } = await list(one.webhookId, cursor);
    pages.push(body.items);
    cursor = body.nextCursor;
  }
  expect(pages.map(({ length }) => length)).toEqual([2, 2, 1]);
  const all = pages.flat();
  expect(new Set(all.map(({ webhookDeliveryId }) => webhookDeliveryId)).size).toBe(5);
  expect(all.map(({ at }) => at)).toEqual(
    all
      .map(({ at }) => at)
      .toSorted()
      .toReversed(),
  );
  const { nextCursor } = (await list(one.webhookId)).body;
  expect((await list(two.webhookId, nextCursor)).status).toBe(400);
});

test('secrets and URLs are in no log line, no published event, and no answer but the first', async () => {
  const lines: string[] = [];
  const stop = alsoLogTo((line) => lines.push(line));
  const { url } = await answering(500, 200);
  const { create, asked, publish, workFor, appended, attempts, sent, platform } = await anAcme();
  const { webhookId, secret } = await create(`${url}/secret-path`);
  const next = (await asked(comms.rotateWebhookSecret, { path: { webhookId } })).body.secret;
  await publish(failed());
  const queued = JSON.stringify(sent);
  await workFor(day);
  await asked(comms.testWebhook, { path: { webhookId } });
  stop();
  const key = (text: string) => text.slice('whsec_'.length);
  const answers = JSON.stringify([
    (await asked(comms.listWebhooks)).body,
    (await asked(comms.getWebhook, { path: { webhookId } })).body,
    await attempts(webhookId),
  ]);
  const stored = JSON.stringify((await platform.records.get(webhookTargets, webhookId))!.data);
  expect(lines.length).toBeGreaterThan(3);
  for (const text of [lines.join('\n'), queued, answers, stored, JSON.stringify(appended)])
    for (const one of [secret, next]) expect(text).not.toContain(key(one));
  for (const text of [lines.join('\n'), queued]) expect(text).not.toContain('secret-path');
});
