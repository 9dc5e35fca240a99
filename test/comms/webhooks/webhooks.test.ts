import { keyHolder, newId } from '@waybill/kernel';
import { recorded } from '@waybill/kernel/testing';
import { describe, expect, test } from 'vitest';
import { MemberRemoved, MemberRoleChanged } from '#events/organizations';
import * as comms from '#functions/comms/manifest';
import { acme, anAcme, founded } from './support/acme.ts';

const url = 'https://hooks.example.com/waybill';
const body = { url, eventTypes: ['DeliveryStatusChanged'], description: 'Our shop' };

describe('a webhook', () => {
  test('is created, read, changed and deleted by an owner', async () => {
    const { asked } = await anAcme();
    const created = await asked(comms.createWebhook, { body });
    expect(created).toMatchObject({
      status: 201,
      body: { version: 1, secret: expect.stringMatching(/^whsec_[\w+/]{43}=$/) },
    });
    const path = { webhookId: created.body.webhookId };
    expect(created.headers.location).toBe(`/v1/webhooks/${path.webhookId}`);
    expect((await asked(comms.getWebhook, { path })).body).toEqual({
      ...{ ...path, ...body, urlSetBy: newId('olga'), enabled: true, disabledReason: null, secretRotatedAt: null },
      ...{ createdAt: '2026-05-04T12:00:00.000Z', updatedAt: '2026-05-04T12:00:00.000Z', version: 1 },
    });
    const changes = { url: 'https://other.example.com/', eventTypes: ['*', 'RouteCreated'], description: null };
    const changed = await asked(comms.changeWebhook, { path, body: { ...changes, enabled: false } });
    expect(changed).toMatchObject({ status: 200, body: { version: 5 }, headers: { etag: '"5"' } });
    expect((await asked(comms.listWebhooks)).body.items).toMatchObject([
      { url: changes.url, eventTypes: ['*'], description: null, enabled: false, disabledReason: 'by-owner' },
    ]);
    expect((await asked(comms.changeWebhook, { path, body: { enabled: false } })).body.version).toBe(5);
    expect((await asked(comms.changeWebhook, { path, body: { enabled: true } })).body.version).toBe(6);
    expect((await asked(comms.deleteWebhook, { path })).status).toBe(200);
    expect((await asked(comms.getWebhook, { path })).status).toBe(404);
    expect((await asked(comms.listWebhooks)).body.items).toEqual([]);
    expect((await asked(comms.changeWebhook, { path, body: { enabled: true } })).status).toBe(404);
    expect((await asked(comms.rotateWebhookSecret, { path })).status).toBe(404);
    expect((await asked(comms.testWebhook, { path })).status).toBe(404);
    expect((await asked(comms.listWebhookDeliveries, { path })).status).toBe(404);
  });

  test('is created once when the request is repeated, and its secret is shown once', async () => {
    const { asked } = await anAcme();
    const first = await asked(comms.createWebhook, { body, key: 'k1' });
    const again = await asked(comms.createWebhook, { body, key: 'k1' });
    expect(again).toMatchObject({ status: 201, headers: { 'idempotent-replayed': 'true' } });
    expect(again.body).toEqual({ webhookId: first.body.webhookId, version: 1 });
    expect((await asked(comms.createWebhook, { body: { ...body, url: 'https://a.example/' }, key: 'k1' })).status).toBe(
      422,
    );
    const path = { webhookId: first.body.webhookId };
    const rotated = await asked(comms.rotateWebhookSecret, { path, key: 'k2' });
    expect(rotated.body).toMatchObject({
      oldUntil: '2026-05-05T12:00:00.000Z',
      secret: expect.stringMatching(/^whsec_/),
    });
    const repeated = await asked(comms.rotateWebhookSecret, { path, key: 'k2' });
    expect(repeated.body).toEqual({ ...path, version: 2, oldUntil: '2026-05-05T12:00:00.000Z' });
    expect((await asked(comms.listWebhooks)).body.items).toHaveLength(1);
  });

  test.each([
    ['http://hooks.example.com/', 'url'],
    ['https://127.0.0.1/', 'url'],
    ['https://localhost/', 'url'],
    ['https://169.254.169.254/latest/meta-data/', 'url'],
    ['https://[fd00:ec2::254]/', 'url'],
    ['https://[::ffff:10.0.0.1]/', 'url'],
    ['https://0xa9fea9fe/', 'url'],
    ['https://10.0.0.1./', 'url'],
    ['https://user:secret@hooks.example.com/', 'url'],
    ['https://hooks.example.com:6379/', 'url'],
    ['https://hooks.example.com/#part', 'url'],
    ['file:///etc/passwd', 'url'],
    ['', 'url'],
    [`https://hooks.example.com/${'a'.repeat(1_000_000)}`, 'url'],
  ])('is refused with the URL %.60s', async (bad, field) => {
    const { asked } = await anAcme(() => ({ development: undefined }));
    const refused = await asked(comms.createWebhook, { body: { ...body, url: bad } });
    // A body of more than 256 KB is refused before it is read.
    if (bad.length > 256_000) expect(refused.status).toBe(413);
    else expect(refused).toMatchObject({ status: 400, body: { errors: [{ path: field }] } });
    const path = { webhookId: (await asked(comms.createWebhook, { body })).body.webhookId };
    expect([400, 413]).toContain((await asked(comms.changeWebhook, { path, body: { url: bad } })).status);
    expect((await asked(comms.getWebhook, { path })).body.url).toBe(url);
  });

  test('is refused with a URL of more than 2,048 characters, unknown or no event types, or too many', async () => {
    const { asked } = await anAcme();
    const refused = async (change: object) => {
      const answer = await asked(comms.createWebhook, { body: { ...body, ...change } });
      return [answer.status, answer.body.errors?.map(({ path }: any) => path.split(/[.[]/)[0])];
    };
    expect(await refused({ url: `https://hooks.example.com/${'a'.repeat(2_030)}` })).toEqual([400, ['url']]);
    expect(await refused({ eventTypes: ['NoSuchEvent'] })).toEqual([400, ['eventTypes']]);
    expect(await refused({ eventTypes: [] })).toEqual([400, ['eventTypes']]);
    expect(await refused({ eventTypes: Array.from({ length: 10_000 }, () => '*') })).toEqual([400, ['eventTypes']]);
    // The events of accounts belong to no organization.
    expect(await refused({ eventTypes: ['SignedIn'] })).toEqual([400, ['eventTypes']]);
    expect(await refused({ description: 'a'.repeat(201) })).toEqual([400, ['description']]);
    expect(await refused({ secret: 'whsec_mine' })).toEqual([400, ['secret']]);
  });

  test('is one of at most twenty of an organization, also when many are created at the same moment', async () => {
    const { asked } = await anAcme();
    const all = await Promise.all(Array.from({ length: 30 }, () => asked(comms.createWebhook, { body })));
    const created = all.filter(({ status }) => status === 201);
    expect(created.length).toBeGreaterThan(0);
    for (const { status, body: problem } of all)
      if (status !== 201) expect(['too-many-webhooks', 'busy-try-again', 'contended']).toContain(problem.code);
    while ((await asked(comms.createWebhook, { body })).status === 201);
    expect((await asked(comms.listWebhooks, { query: { limit: '100' } })).body.items).toHaveLength(20);
    const no = await asked(comms.createWebhook, { body });
    expect(no).toMatchObject({ status: 409, body: { code: 'too-many-webhooks', most: 20 } });
    await asked(comms.deleteWebhook, { path: { webhookId: created[0]!.body.webhookId } });
    expect((await asked(comms.createWebhook, { body })).status).toBe(201);
  });
});

describe('whoever may not set a webhook', () => {
  const calls = (webhookId: string) => {
    const path = { webhookId };
    return [
      [comms.createWebhook, { body }],
      [comms.changeWebhook, { path, body: { url: 'https://evil.example/' } }],
      [comms.rotateWebhookSecret, { path }],
      [comms.deleteWebhook, { path }],
      [comms.testWebhook, { path }],
      [comms.replayWebhookDelivery, { path: { ...path, webhookDeliveryId: newId('delivery') } }],
      [comms.listWebhooks, {}],
      [comms.getWebhook, { path }],
      [comms.listWebhookDeliveries, { path }],
    ] as const;
  };
  const prepared = async () => {
    const it = await anAcme();
    const { webhookId } = await it.create(url);
    const inComms = () => it.appended.filter(({ stream }) => stream.context === 'comms').length;
    const events = inComms();
    const tryAll = async (as: object) => {
      const codes: string[] = [];
      for (const [fn, what] of calls(webhookId)) codes.push((await it.asked(fn, what, as)).body.code);
      expect(inComms()).toBe(events);
      expect(it.sent).toEqual([]);
      return [...new Set(codes)];
    };
    return { ...it, webhookId, tryAll };
  };

  test.each(['officer', 'agent', 'auditor'] as const)('as %s gets 403', async (role) => {
    const { tryAll } = await prepared();
    expect(await tryAll({ role })).toEqual(['role-too-low']);
  });

  test('as a removed or demoted owner with a live token gets 403', async () => {
    const { platform, tryAll } = await prepared();
    const [first] = founded(acme, {});
    const change = async (event: any, version: number) =>
      platform.events.commit({
        appends: recorded([event]).map((it) => ({ ...it, id: newId(`${version}`), stream: first!.stream, version })),
      });
    await change(MemberRoleChanged({ userId: newId('olga'), from: 'owner', to: 'officer' }), 6);
    expect(await tryAll({})).toEqual(['role-too-low']);
    await change(MemberRemoved({ userId: newId('olga'), why: 'removed' }), 7);
    expect(await tryAll({})).toEqual(['not-a-member']);
  });

  test('while impersonating an owner gets 403 for all that is not read', async () => {
    const { tryAll } = await prepared();
    expect(await tryAll({ impersonatedBy: newId('staff') })).toContain('impersonating');
  });

  test('with an API key cannot create, change or rotate', async () => {
    const { asked, webhookId } = await prepared();
    const key = { userId: keyHolder(newId('key')) };
    for (const [fn, what] of calls(webhookId).slice(0, 3))
      expect((await asked(fn, what, key)).body.code).toBe('webhook-by-members-only');
  });

  test('as an owner of another organization gets 404, and sees nothing', async () => {
    const { asked, platform, webhookId, sent, appended } = await prepared();
    const orgId = newId('other');
    await platform.events.commit({ appends: founded(orgId, { mallory: 'owner' }) });
    const before = appended.length;
    const mallory = { userId: newId('mallory'), orgId };
    for (const [fn, what] of calls(webhookId).filter(([, what]) => 'path' in what))
      expect((await asked(fn, what, mallory)).status).toBe(404);
    expect((await asked(comms.listWebhooks, {}, mallory)).body.items).toEqual([]);
    expect([sent, appended.length]).toEqual([[], before]);
  });
});
