import { newId } from '@waybill/kernel';
import type { Staff } from './seed-people.ts';

type Post = (path: string, body: object, method?: string) => Promise<Record<string, any>>;

const minute = 60_000;

/** Makes a small business to look at: three drivers, one of whom signs in, two vans, and a round through Lisbon with one delivery. */
export const seed = async (url: string, { token, driver }: Staff): Promise<void> => {
  const send = sender(url, token);
  const drivers = [];
  for (const [i, person] of people.entries())
    drivers.push(await send('/drivers', { ...person, ...(i === 0 && { userId: driver }) }));
  const vehicles = [];
  for (const van of vans) vehicles.push(await send('/vehicles', van));
  const routeId = await round(send);
  const { driverId } = drivers[0]!;
  const { vehicleId } = vehicles[0]!;
  await send('/deliveries', {
    routeId,
    driverId,
    vehicleId,
    reference: 'DEMO-1',
    priority: 'High',
    notes: 'Ring twice.',
  });
};

const people = [
  { name: 'Inês Carvalho', licence: 'L-104 522', phone: '+351210000101' },
  { name: 'Tomás Ribeiro', licence: 'L-118 940', phone: '+351210000102' },
  { name: 'Beatriz Nunes', licence: 'L-127 316', phone: '+351210000103' },
];

const vans = [
  { registration: 'AB-12-CD', type: 'Van', capacityKg: 900 },
  { registration: 'EF-34-GH', type: 'Cargo bike', capacityKg: 120 },
];

const stops = [
  { location: 'Praça do Comércio', position: { latitude: 38.7075, longitude: -9.1364 } },
  { location: 'Jardim da Estrela', position: { latitude: 38.7147, longitude: -9.1598 } },
  { location: 'Museu Calouste Gulbenkian', position: { latitude: 38.7372, longitude: -9.1545 } },
  { location: 'Torre de Belém', position: { latitude: 38.6916, longitude: -9.216 } },
];

/** Starting at the next full hour, a stop every forty minutes. */
const round = async (send: Post): Promise<string> => {
  const start = Math.ceil(Date.now() / (60 * minute)) * 60 * minute;
  const at = (minutes: number) => new Date(start + minutes * minute).toISOString();
  const { routeId } = await send('/routes', {
    name: 'Lisbon round',
    origin: 'Doca do Poço do Bispo, Lisboa',
    destination: 'Torre de Belém, Lisboa',
    scheduledStart: at(0),
  });
  const checkpoints = stops.map((stop, i) => ({ ...stop, expectedAt: at(40 * (i + 1)) }));
  await send(`/routes/${routeId}/checkpoints`, { checkpoints }, 'PUT');
  await send(`/routes/${routeId}/status`, { status: 'Active' }, 'PUT');
  return routeId;
};

/** The same request has the same key every time, so that a seeding cut short can be done again. */
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
