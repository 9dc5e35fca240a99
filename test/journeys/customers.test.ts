import { randomUUID } from 'node:crypto';
import { describe, expect, inject, test } from 'vitest';
import { good, people } from '#test/support/http/people';
import { eventually } from '#test/support/http/world';
import { localServer } from '../channels/support/local-server.ts';

interface Mail {
  readonly title: string;
  readonly text: string;
}

/** The messages to an address, the oldest first. */
const mailsTo = async (email: string): Promise<readonly Mail[]> => {
  const { url, outbox = `${url}/dev/outbox` } = inject('waybill');
  const response = await fetch(`${outbox}?to=${encodeURIComponent(email)}`);
  return ((await response.json()) as { items: Mail[] }).items.toReversed();
};

const aCustomer = async (team: Awaited<ReturnType<ReturnType<typeof people>['aTeam']>>) => {
  const email = `${randomUUID()}@example.org`;
  const customerId = randomUUID();
  const { contactId } = good(
    await team.as('dispatcher').post('/geo/contacts', {
      ...{ contextKey: 'customer', relatedEntityId: customerId, locale: 'en-GB' },
      ...{ emails: [{ value: email, labels: [] }], phoneNumbers: [], personal: { firstName: 'Clara' } },
      location: { address: { line1: 'Stephansplatz 3' }, city: 'Wien', countryCode: 'AT' },
    }),
    201,
  ).body;
  return { email, customerId, contactId: contactId as string };
};

describe('the customer of a delivery', () => {
  test('gets a message at each step, once, and the subscribed webhook gets the same steps', async () => {
    const team = await people().aTeam();
    const [owner, dispatcher] = [team.as('owner'), team.as('dispatcher')];
    const { url, received } = await localServer((_, response) => void response.writeHead(200).end());
    // A deployment does not send to this machine.
    const hasWebhook = inject('waybill').table !== undefined;
    if (hasWebhook)
      good(await owner.post('/webhooks', { url, eventTypes: ['DeliveryCreated', 'DeliveryStatusChanged'] }), 201);
    const messages = ['PickedUp', 'OutForDelivery', 'Delivered', 'Failed', 'Late'];
    good(await owner.put('/customer-messages', { messages, timeZone: 'Europe/Vienna' }));
    expect(good(await dispatcher.get('/customer-messages')).body).toMatchObject({ messages, version: 1 });

    const { email, customerId, contactId } = await aCustomer(team);
    const { locationId } = good(await dispatcher.get(`/geo/contacts/${contactId}`)).body.location;
    const reference = `ORDER ${randomUUID().slice(0, 8)}`;
    const delivery = await team.aCrewedDelivery({ reference, customerId, contactId, locationId });
    expect(good(await dispatcher.get(delivery.path)).body).toMatchObject({ contactId, locationId });

    const expected: string[] = [];
    const gets = async (words: string) => {
      expected.push(words);
      await eventually(async () => expect(await mailsTo(email)).toHaveLength(expected.length));
    };
    await gets(`${reference} is on its way`);
    await team.move(delivery, 'Failed', { reason: 'The road is closed.' });
    await gets(`could not deliver ${reference}`);
    await team.move(delivery, 'PickedUp');
    await gets(`${reference} is on its way`);
    await team.move(delivery, 'InTransit');
    await team.move(delivery, 'OutForDelivery');
    await gets(`${reference} arrives today`);
    await team.deliver(delivery);
    await gets(`${reference} has arrived`);

    const mails = await mailsTo(email);
    for (const [i, words] of expected.entries()) {
      expect(mails[i]?.title).toContain(words);
      expect(mails[i]?.text).toContain('Clara');
      expect(mails[i]?.text).toContain('Wheels and Sons');
    }
    expect(mails[1]?.text).toContain('The road is closed.');
    if (!hasWebhook) return;
    const steps = await eventually(async () => {
      const bodies = received.map(({ body }) => JSON.parse(body));
      expect(bodies).toHaveLength(6);
      return bodies;
    });
    for (const { aggregateId } of steps) expect(aggregateId).toBe(delivery.deliveryId);
    expect(new Set(steps.map(({ id }) => id)).size).toBe(6);
    expect(JSON.stringify(steps)).not.toContain(email);
  });

  test('gets nothing where the organization wants no messages', async () => {
    const team = await people().aTeam();
    const { email, contactId } = await aCustomer(team);
    const silent = await team.aCrewedDelivery({ contactId });
    await team.move(silent, 'InTransit');
    good(await team.as('owner').put('/customer-messages', { messages: ['OutForDelivery'] }));
    await team.move(silent, 'OutForDelivery');
    await eventually(async () => expect(await mailsTo(email)).toHaveLength(1));
    expect((await mailsTo(email))[0]?.title).toContain('arrives today');
  });

  test('of another organization cannot be named, and only owners choose the messages', async () => {
    const [ours, theirs] = await Promise.all([people().aTeam(), people().aTeam()]);
    const { contactId } = await aCustomer(theirs);
    const { routeId } = await ours.anActiveRoute();
    const refused = await ours.as('dispatcher').post('/deliveries', { routeId, contactId });
    expect(refused).toMatchObject({ status: 404, body: { code: 'contact-not-found', contactId } });
    expect((await ours.as('dispatcher').put('/customer-messages', { messages: [] })).status).toBe(403);
    const unknownZone = { messages: [], timeZone: 'Mars/Olympus' };
    expect((await ours.as('owner').put('/customer-messages', unknownZone)).status).toBe(400);
  });
});
