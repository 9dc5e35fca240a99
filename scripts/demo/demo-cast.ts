import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Issuer } from '#scripts/local/index';
import { type Client, client } from './demo-client.ts';
import type { Day } from './demo-day.ts';
import type { Round } from './demo-places.ts';
import type { Step } from './demo-steps.ts';

export interface Driver {
  readonly driverId: string;
  readonly name: string;
  /** The API with this driver's own token: an agent, who can change only their own deliveries. */
  readonly app: Client;
  readonly shown: { readonly driverId: string; readonly name: string };
}

export interface Vehicle {
  readonly vehicleId: string;
  readonly registration: string;
  readonly shown: { readonly vehicleId: string; readonly registration: string };
}

/** The users of the demo, and the requests that they repeat. */
export type Cast = Awaited<ReturnType<typeof castOf>>;

interface Stage {
  readonly day: Day;
  readonly step: Step;
  readonly url: string;
  readonly keys: Issuer;
}

/** Creates an organization for this run, with three drivers and two vehicles. */
export const castOf = async ({ day, step, url, keys }: Stage) => {
  const org = randomUUID();
  const office = client(url, await keys.mint({ org, role: 'officer' }));
  const auditor = client(url, await keys.mint({ org, role: 'auditor' }));

  const hired = async (name: string, licence: string, phone: string): Promise<Driver> => {
    const userId = randomUUID();
    const { driverId } = await office.post('/drivers', { name, licence, phone, userId });
    const app = client(url, await keys.mint({ org, role: 'agent', user: userId }));
    return { driverId, name, app, shown: { driverId, name } };
  };
  const registered = async (registration: string, type: string, capacityKg: number): Promise<Vehicle> => {
    const { vehicleId } = await office.post('/vehicles', { registration, type, capacityKg });
    return { vehicleId, registration, shown: { vehicleId, registration } };
  };

  const [ana, lukas, mira] = await step(
    '07:32',
    'Ana, Lukas and Mira are on duty',
    async () =>
      [
        await hired('Ana Horvat', 'W 10 221 774', '+4312080101'),
        await hired('Lukas Brenner', 'W 11 904 318', '+4312080102'),
        await hired('Mira Adler', 'NÖ 7 530 062', '+4312080103'),
      ] as const,
  );
  const [van, electricVan] = await step(
    '07:36',
    'Two vehicles are fuelled: W-482 KT and W-917 EL',
    async () => [await registered('W-482 KT', 'Van', 900), await registered('W-917 EL', 'Electric van', 600)] as const,
  );
  await step(
    '07:40',
    'W-482 KT cannot be registered twice, however it is written: 409 registration-taken',
    async () => {
      const twin = { registration: 'w 482kt', type: 'Van' };
      const { field } = await office.refused('409 registration-taken', 'POST /vehicles', twin);
      assert.equal(field, 'registration');
    },
  );

  const plan = (time: string, round: Round): Promise<string> =>
    step(time, `Route “${round.name}” is planned with ${round.places.length} places, and opened`, async () => {
      const { routeId } = await office.post('/routes', {
        name: round.name,
        origin: round.origin,
        destination: round.destination,
        scheduledStart: day.momentOf(round.start),
        scheduledEnd: day.momentOf(round.end),
      });
      const checkpoints = round.places.map(([at, place]) => ({ ...place, expectedAt: day.momentOf(at) }));
      await office.put(`/routes/${routeId}/checkpoints`, { checkpoints });
      await office.put(`/routes/${routeId}/status`, { status: 'Active' });
      const route = await office.get(`/routes/${routeId}`);
      assert.equal(route.status, 'Active');
      assert.deepEqual(
        route.checkpoints,
        checkpoints.map((checkpoint, index) => ({
          sequence: index + 1,
          ...checkpoint,
          locationId: null,
          contactId: null,
        })),
      );
      return routeId;
    });

  const status = (time: string, driver: Driver, deliveryId: string, to: string, sentence: string, reason?: string) =>
    step(time, sentence, async () => {
      await driver.app.put(`/deliveries/${deliveryId}/status`, { status: to, ...(reason && { reason }) });
      assert.equal((await driver.app.get(`/deliveries/${deliveryId}`)).status, to);
    });

  /** Reaches a checkpoint of the route, and returns the time. The last checkpoint makes the delivery OutForDelivery. */
  const passes = (
    time: string,
    driver: Driver,
    deliveryId: string,
    round: Round,
    sequence: number,
  ): Promise<string> => {
    const [planned, { location, position }] = round.places[sequence - 1]!;
    const name = driver.name.split(' ')[0];
    return step(time, `${name} passes ${location} (planned ${planned})`, async () => {
      await driver.app.post(`/deliveries/${deliveryId}/checkpoints`, { sequence, position });
      const now = await driver.app.get(`/deliveries/${deliveryId}`);
      const { reachedAt, state } = now.checkpoints[sequence - 1];
      assert.equal(state, reachedAt > day.momentOf(planned) ? 'ReachedLate' : 'Reached');
      assert.equal(now.status, sequence === round.places.length ? 'OutForDelivery' : 'InTransit');
      return reachedAt;
    });
  };

  const delivered = (time: string, driver: Driver, deliveryId: string, round: Round, sentence: string) =>
    step(time, sentence, async () => {
      await driver.app.post(`/deliveries/${deliveryId}/proof`, {
        receiverName: 'Helene Wessely',
        signatureUrl: `https://proofs.example/${deliveryId}.svg`,
        position: round.door.position,
      });
      const { status: now, proof } = await driver.app.get(`/deliveries/${deliveryId}`);
      assert.deepEqual([now, proof.receiverName], ['Delivered', 'Helene Wessely']);
      assert.deepEqual(await office.get(`/drivers/${driver.driverId}/bookings`), { items: [] });
    });

  return { day, step, office, auditor, ana, lukas, mira, van, electricVan, plan, status, passes, delivered };
};
