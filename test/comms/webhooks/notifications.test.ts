import { newId } from '@waybill/kernel';
import { recorded } from '@waybill/kernel/testing';
import { expect, test } from 'vitest';
import { NotificationRead, NotificationRequested, NotificationSettled } from '#events/comms';
import { publishedTypes } from '#functions/comms/domain/webhooks/event-types';
import { localServer } from '../../channels/support/local-server.ts';
import { acme, anAcme } from './support/acme.ts';

const history = (org: string) => {
  const [id, contactId] = [newId(`notification of ${org}`), newId('ann')];
  return recorded(
    [
      NotificationRequested({ contactId, urgency: 'normal', sensitive: false }),
      NotificationSettled({ to: 'PartlyDelivered', channels: { email: 'Sent', sms: 'Refused' } }),
      NotificationRead({}),
    ],
    { context: 'comms', aggregate: 'notification', id },
  ).map((event) => ({ ...event, stream: { ...event.stream, org } }));
};

test('a webhook gets what became of the notifications of its organization, with ids and outcomes only', async () => {
  const { url, received } = await localServer((_, response) => void response.writeHead(200).end());
  const { create, publish, workOnce } = await anAcme();
  await create(url, ['NotificationRequested', 'NotificationSettled']);
  for (const event of [...history(acme), ...history(newId('elsewhere'))]) await publish(event);
  expect(await workOnce()).toBe(2);
  const bodies = received.map(({ body }) => JSON.parse(body)).toSorted((a, b) => a.version - b.version);
  expect(bodies.map(({ type, org, data }) => ({ type, org, data }))).toEqual([
    {
      ...{ type: 'NotificationRequested', org: acme },
      data: { contactId: newId('ann'), urgency: 'normal', sensitive: false },
    },
    {
      ...{ type: 'NotificationSettled', org: acme },
      data: { to: 'PartlyDelivered', channels: { email: 'Sent', sms: 'Refused' } },
    },
  ]);
});

test('mails about accounts belong to no organization, and are sent to no webhook', async () => {
  const { create, publish, workOnce } = await anAcme();
  await create('https://example.com/all');
  for (const event of history('-')) await publish(event);
  expect(await workOnce()).toBe(0);
});

test('a webhook may subscribe to each event of notifications', () => {
  expect(publishedTypes).toEqual(
    expect.arrayContaining(['NotificationRead', 'NotificationRequested', 'NotificationSettled']),
  );
});
