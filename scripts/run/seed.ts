import { newId } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import type { Staff } from '../seed/seed-people.ts';

type Post = (path: string, body: object, method?: string) => Promise<Record<string, any>>;

const minute = 60_000;

/**
 * Creates a small business: four drivers, one of whom signs in, four vans, routes through Lisbon, and a delivery
 * in each state that the examples of the API mention.
 */
export const seed = async (url: string, { token, owner, driver }: Staff): Promise<void> => {
  const send = sender(url, token);
  const drivers: string[] = [];
  for (const [i, person] of people.entries())
    drivers.push((await send('/drivers', { ...person, ...(i === 0 && { userId: driver }) })).driverId);
  const vehicles: string[] = [];
  for (const van of vans) vehicles.push((await send('/vehicles', van)).vehicleId);
  const crew = (i: number) => ({ driverId: drivers[i]!, vehicleId: vehicles[i]! });

  const hour = Math.ceil(Date.now() / (60 * minute)) * 60;
  const [next, current, earlier] = [hour, hour - 120, hour - 360];
  const nextRound = await round(send, 'Lisbon round', next);
  await send('/deliveries', {
    routeId: nextRound,
    ...crew(0),
    reference: 'DEMO-1',
    priority: 'High',
    notes: 'Ring twice.',
  });
  await send('/deliveries', { routeId: nextRound, reference: 'DEMO-2' });
  await planned(send);

  const currentRound = await round(send, 'Early round', current);
  const moving = await underWay(send, { routeId: currentRound, ...crew(1), reference: 'DEMO-3' }, 1);
  const delay = { type: 'Delay', severity: 'Low', description: 'The bridge is closed for half an hour.' };
  await send(`/deliveries/${moving}/incidents`, delay);
  await underWay(send, { routeId: currentRound, ...crew(2), reference: 'DEMO-4' }, stops.length);

  const earlierRound = await round(send, 'First round', earlier);
  const finished = await underWay(send, { routeId: earlierRound, ...crew(0), reference: 'DEMO-5' }, stops.length);
  const proof = { receiverName: 'Clara Sousa', signatureUrl: 'https://proofs.example/DEMO-5.svg' };
  await send(`/deliveries/${finished}/proof`, proof);
  await send('/notifications', {
    recipient: { userId: owner },
    title: 'Welcome to your inbox',
    markdown: 'Here is what you were **notified of**.',
    text: 'Here is what you were notified of.',
  });
  await customer(send);
};

/** A customer's contact at a known place, a notification to it, and a webhook that waits for its own events only. */
const customer = async (send: Post): Promise<void> => {
  const place = { address: { line1: 'Rua Augusta 24' }, city: 'Lisboa', postalCode: '1100-053', countryCode: 'PT' };
  const { locationId } = await send('/geo/locations', place);
  const { contactId } = await send('/geo/contacts', {
    contextKey: 'customer',
    relatedEntityId: exampleIds.customer,
    locale: 'en-GB',
    emails: [{ value: 'clara.sousa@customer.example' }],
    personal: { firstName: 'Clara', lastName: 'Sousa' },
    locationId,
  });
  await send('/notifications', {
    recipient: { contactId },
    title: 'Welcome',
    markdown: 'Your deliveries are **with us** now.',
    text: 'Your deliveries are with us now.',
  });
  await send('/webhooks', { url: 'https://shop.example/waybill', eventTypes: ['WebhookEnabled'], description: 'Shop' });
};

/** A delivery under way that has reached the given number of checkpoints. */
const underWay = async (send: Post, delivery: object, reached: number): Promise<string> => {
  const { deliveryId } = await send('/deliveries', delivery);
  await send(`/deliveries/${deliveryId}/status`, { status: 'InTransit' }, 'PUT');
  for (const [i, { position }] of stops.slice(0, reached).entries())
    await send(`/deliveries/${deliveryId}/checkpoints`, { sequence: i + 1, position });
  return deliveryId;
};

/** A draft route, far in the future. */
const planned = async (send: Post): Promise<void> => {
  const { routeId } = await send('/routes', {
    name: 'New round',
    origin: 'Doca do Poço do Bispo, Lisboa',
    destination: 'Torre de Belém, Lisboa',
    scheduledStart: '2030-06-03T08:00:00Z',
  });
  const checkpoints = stops
    .slice(0, 2)
    .map((stop, i) => ({ ...stop, expectedAt: new Date(Date.UTC(2030, 5, 3, 8, 40 * (i + 1))).toISOString() }));
  await send(`/routes/${routeId}/checkpoints`, { checkpoints }, 'PUT');
};

const people = [
  { name: 'Inês Carvalho', licence: 'L-104 522', phone: '+351210000101' },
  { name: 'Tomás Ribeiro', licence: 'L-118 940', phone: '+351210000102' },
  { name: 'Beatriz Nunes', licence: 'L-127 316', phone: '+351210000103' },
  { name: 'Rui Tavares', licence: 'L-131 008', phone: '+351210000104' },
];

const vans = [
  { registration: 'AB-12-CD', type: 'Van', capacityKg: 900 },
  { registration: 'EF-34-GH', type: 'Cargo bike', capacityKg: 120 },
  { registration: 'KL-78-MN', type: 'Van', capacityKg: 900 },
  { registration: 'OP-90-QR', type: 'Van', capacityKg: 1200 },
];

const stops = [
  { location: 'Praça do Comércio', position: { latitude: 38.7075, longitude: -9.1364 } },
  { location: 'Jardim da Estrela', position: { latitude: 38.7147, longitude: -9.1598 } },
  { location: 'Museu Calouste Gulbenkian', position: { latitude: 38.7372, longitude: -9.1545 } },
  { location: 'Torre de Belém', position: { latitude: 38.6916, longitude: -9.216 } },
];

/** An active route from that minute on, with a stop every forty minutes. */
const round = async (send: Post, name: string, startMinute: number): Promise<string> => {
  const at = (minutes: number) => new Date((startMinute + minutes) * minute).toISOString();
  const { routeId } = await send('/routes', {
    name,
    origin: 'Doca do Poço do Bispo, Lisboa',
    destination: 'Torre de Belém, Lisboa',
    scheduledStart: at(0),
  });
  const checkpoints = stops.map((stop, i) => ({ ...stop, expectedAt: at(40 * (i + 1)) }));
  await send(`/routes/${routeId}/checkpoints`, { checkpoints }, 'PUT');
  await send(`/routes/${routeId}/status`, { status: 'Active' }, 'PUT');
  return routeId;
};

/** The same request always has the same key, so that an interrupted seeding can be repeated. */
const sender = (url: string, token: string): Post => {
  return async (path, body, method = 'POST') => {
    const text = JSON.stringify(body);
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'idempotency-key': newId(`demo ${path} ${text}`),
      },
      body: text,
    });
    const answer = (await response.json()) as Record<string, any>;
    if (!response.ok) throw new Error(`${method} ${path} was answered ${response.status} ${answer.code ?? ''}.`);
    return answer;
  };
};
