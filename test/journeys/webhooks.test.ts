import { verifyWebhook } from '@waybill/channels/webhooks';
import { describe, expect, inject, test } from 'vitest';
import { good, people } from '#test/support/http/people';
import { eventually } from '#test/support/http/world';
import { localServer } from '../channels/support/local-server.ts';

// A deployment does not send to this machine.
describe.skipIf(!inject('waybill').table)('an integrator', () => {
  test('gets what happens to a delivery, signed, from the webhook that the owner has set', async () => {
    const { url, received } = await localServer((_, response) => void response.writeHead(200).end('thanks'));
    const team = await people().aTeam();
    const owner = team.as('owner');
    const eventTypes = ['DeliveryCreated', 'DeliveryStatusChanged'];
    const { webhookId, secret } = good(await owner.post('/webhooks', { url: `${url}/waybill`, eventTypes }), 201).body;
    expect(good(await owner.post(`/webhooks/${webhookId}/test`)).body).toMatchObject({
      ...{ outcome: 'Delivered', status: 200, answer: 'thanks' },
    });

    const delivery = await team.aCrewedDelivery();
    await team.move(delivery, 'InTransit');
    const events = await eventually(async () => {
      const bodies = received.map(({ body }) => JSON.parse(body)).filter(({ type }) => type !== 'ping');
      expect(bodies).toHaveLength(2);
      return bodies;
    });
    expect(events.map(({ type }) => type).toSorted()).toEqual(eventTypes);
    for (const { org, aggregateId } of events) expect([org, aggregateId]).toEqual([team.org, delivery.deliveryId]);
    for (const { headers, body } of received) {
      const [id, timestamp, signature] = ['id', 'timestamp', 'signature'].map((name) => headers[`webhook-${name}`]!);
      const request = { id: id!, timestamp: timestamp!, signature: signature!, body };
      expect(verifyWebhook(request, [secret], new Date())).toBe(true);
    }

    const path = `/webhooks/${webhookId}/deliveries`;
    const { items } = await eventually(async () => {
      const { body } = good(await owner.get(path));
      expect(body.items).toHaveLength(3);
      return body;
    });
    const { webhookDeliveryId, eventId } = items.find(({ eventType }: any) => eventType === 'DeliveryCreated');
    good(await owner.post(`${path}/${webhookDeliveryId}/replay`), 202);
    await eventually(async () => expect(received).toHaveLength(4));
    expect(JSON.parse(received.at(-1)!.body).id).toBe(eventId);

    good(await owner.delete(`/webhooks/${webhookId}`));
    await team.move(delivery, 'OutForDelivery');
    expect((await owner.get(path)).status).toBe(404);
    expect(received).toHaveLength(4);
  });
});
