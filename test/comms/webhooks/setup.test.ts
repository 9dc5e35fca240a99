import { type Manifest, newId } from '@waybill/kernel';
import { memory } from '@waybill/kernel/memory';
import { projectedRows, recorded } from '@waybill/kernel/testing';
import { expect, test } from 'vitest';
import * as published from '#events/comms';
import * as identityEvents from '#events/identity';
import { publishedTypes } from '#functions/comms/domain/webhooks/event-types';
import { queueWebhooks, seedWebhookKey, webhookRow } from '#functions/comms/manifest';
import * as contexts from '#functions/contexts';

test('seedWebhookKey creates the key of the stage once', async () => {
  const platform = memory();
  const key = () => platform.parameters.get('/waybill/test/webhook-key');
  await seedWebhookKey.with(platform)({} as any);
  const first = await key();
  expect(first!.length).toBeGreaterThan(40);
  await seedWebhookKey.with(platform)({} as any);
  expect(await key()).toBe(first);
});

test('queueWebhooks gets every event, those of later releases included', () => {
  expect(queueWebhooks.definition.on).toBe('every-event');
  const reactions = Object.values<Manifest>(contexts)
    .flatMap((manifest) => Object.values(manifest))
    .filter(({ definition }) => definition.kind === 'reaction' && definition.on === 'every-event');
  expect(reactions).toHaveLength(1);
});

test('a webhook may subscribe to all event types but those of accounts', () => {
  expect(publishedTypes).toEqual(expect.arrayContaining(['DeliveryCreated', 'DriverRegistered', 'WebhookDisabled']));
  const ofAccounts = Object.values(identityEvents).flatMap((it: any) => ('revision' in it ? [it.type] : []));
  expect(ofAccounts.length).toBeGreaterThan(5);
  expect(publishedTypes.filter((type) => ofAccounts.includes(type))).toEqual([]);
});

test('webhookRow has neither the URL before the last change nor a secret, and no row once it is deleted', () => {
  const { WebhookCreated, WebhookDeleted, WebhookSecretRotated, WebhookUrlChanged } = published;
  const events = [
    WebhookCreated({ url: 'https://a.example/', eventTypes: ['*'] }),
    WebhookSecretRotated({ oldUntil: '2026-05-05T12:00:00.000Z' }),
    WebhookUrlChanged({ url: 'https://b.example/' }),
  ];
  const place = { context: 'comms', aggregate: 'webhook', id: newId('webhook') };
  const rows = (...more: any[]) => Object.values<any>(projectedRows(webhookRow, recorded([...events, ...more], place)));
  const [row] = rows();
  expect(row).toMatchObject({ url: 'https://b.example/', secretRotatedAt: expect.any(String) });
  expect(Object.keys(row).filter((name) => /secret/i.test(name))).toEqual(['secretRotatedAt']);
  expect(rows(WebhookDeleted({}))).toEqual([]);
});

test('the events of webhooks are published without the URL and the description', () => {
  for (const type of [published.WebhookCreated, published.WebhookUrlChanged]) expect(type.personal).toContain('url');
  expect(published.WebhookCreated.personal).toContain('description');
  expect(published.WebhookDescriptionChanged.personal).toContain('description');
});
