import { mapWithConcurrency } from '@waybill/kernel/map-with-concurrency';
import { driverOf, vehicleOf } from './seed-cast.ts';
import { Declined, type SeedClient } from './seed-client.ts';
import { type Step, type Story, shifts } from './seed-story.ts';

interface Crew {
  readonly driverId: string;
  readonly vehicleId: string;
}

interface Branch {
  readonly crews: readonly Crew[];
  readonly routes: readonly string[];
  /** The time in hours after the hour in which the branch was opened. */
  readonly at: (hours: number) => string;
}

/** The result for a delivery: created now, existing, or changed since it was seeded and left alone. */
export type Seeded = 'made' | 'there' | 'changed';

interface Options {
  readonly lanes: number;
  readonly onDelivery: (seeded: Seeded) => void;
}

const hour = 3_600_000;

/** Performs all steps of a branch's stories; steps that were done before are skipped. */
export const seedBranch = async (client: SeedClient, stories: readonly Story[], { lanes, onDelivery }: Options) => {
  const branch = await openBranch(client, stories, lanes);
  await mapWithConcurrency(stories, lanes, async (story) => onDelivery(await performed(client, story, branch)));
};

const openBranch = async ({ get, send }: SeedClient, stories: readonly Story[], lanes: number): Promise<Branch> => {
  const { branch, city } = stories[0]!;
  const driver = async (crew: number): Promise<string> =>
    (await send(`driver ${branch} ${crew}`, '/drivers', driverOf(city.code, branch, crew))).body.driverId;
  const vehicle = async (crew: number): Promise<string> =>
    (await send(`vehicle ${branch} ${crew}`, '/vehicles', vehicleOf(city.code, branch, crew))).body.vehicleId;

  // The system has stored the opening time, so a later run plans the same hours.
  const { createdAt } = await get(`/drivers/${await driver(0)}`);
  const began = Math.floor(Date.parse(createdAt) / hour) * hour;
  const at = (hours: number) => new Date(began + hours * hour).toISOString();

  const crews: Crew[] = [];
  const numbers = Array.from({ length: Math.max(...stories.map(({ crew }) => crew)) + 1 }, (_, crew) => crew);
  await mapWithConcurrency(numbers, lanes, async (crew) => {
    crews[crew] = { driverId: await driver(crew), vehicleId: await vehicle(crew) };
  });

  const routes: string[] = [];
  await mapWithConcurrency([...new Set(stories.map(({ shift }) => shift))], lanes, async (shift) => {
    const { from, to } = shifts[shift]!;
    const about = `route ${branch} ${shift}`;
    const { routeId } = (
      await send(about, '/routes', {
        name: `${city.name} ${branch + 1}, ${at(from).slice(11, 16)}`,
        origin: city.depot,
        destination: `${city.places.at(-1)!.location}, ${city.name}`,
        scheduledStart: at(from),
        scheduledEnd: at(to),
      })
    ).body;
    const step = (to - from) / (city.places.length + 1);
    const checkpoints = city.places.map((place, i) => ({ ...place, expectedAt: at(from + step * (i + 1)) }));
    await send(`${about} checkpoints`, `/routes/${routeId}/checkpoints`, { checkpoints }, 'PUT');
    await send(`${about} active`, `/routes/${routeId}/status`, { status: 'Active' }, 'PUT');
    routes[shift] = routeId;
  });
  return { crews, routes, at };
};

const performed = async (client: SeedClient, story: Story, branch: Branch): Promise<Seeded> => {
  try {
    const { body, replayed } = await created(client, story, branch);
    const perform = performing(client, story, body.deliveryId);
    for (const [turn, step] of story.steps.entries()) await perform(step, turn);
    return replayed ? 'there' : 'made';
  } catch (error) {
    // A user has changed it since, and a rule refuses the next step: it is left alone.
    if (error instanceof Declined && rules.includes(error.code)) return 'changed';
    throw error;
  }
};

const rules = [
  'checkpoint-out-of-order',
  'delivery-over',
  'not-in-transit',
  'not-out-for-delivery',
  'transition-not-allowed',
  'driver-unavailable',
  'vehicle-unavailable',
  'driver-and-vehicle-needed',
  'resource-booked',
  'route-not-active',
];

const created = ({ send }: SeedClient, story: Story, { crews, routes, at }: Branch) => {
  const { crew, shift, hasDriver, hasVehicle, isPatient } = story;
  const { reference, customerId, priority, notes } = story;
  const { from, to } = shifts[shift]!;
  const { driverId, vehicleId } = crews[crew]!;
  return send(`delivery ${story.ordinal}`, '/deliveries', {
    routeId: routes[shift],
    ...(hasDriver && { driverId }),
    ...(hasVehicle && { vehicleId }),
    reference,
    customerId,
    priority,
    ...(notes && { notes }),
    promised: { from: at(from), to: at(isPatient ? Math.max(to, 12) : to) },
  });
};

/** Performs the steps in order; reached checkpoints are counted from the beginning at every attempt. */
const performing = ({ send }: SeedClient, { ordinal, reference, city }: Story, deliveryId: string) => {
  const path = `/deliveries/${deliveryId}`;
  let passed = 0;
  let incidentId = '';
  return async (step: Step, turn: number) => {
    const order = (part: string, body: object, method?: 'PUT') =>
      send(`delivery ${ordinal} ${turn}`, `${path}/${part}`, body, method);
    const door = city.places.at(-1)!;
    const actions: Readonly<Record<Step, () => Promise<unknown>>> = {
      SetOut: () => order('status', { status: 'InTransit' }, 'PUT'),
      Pass: () => order('checkpoints', { sequence: ++passed, position: city.places[passed - 1]!.position }),
      Report: async () => {
        const { body } = await order('incidents', incidents[ordinal % incidents.length]!);
        incidentId = body.incidentId;
      },
      Resolve: () => order(`incidents/${incidentId}/resolution`, { note: 'Went on after a quarter of an hour.' }),
      Prove: () =>
        order('proof', {
          receiverName: receivers[ordinal % receivers.length]!,
          signatureUrl: `https://proofs.example/${reference}.svg`,
          position: door.position,
        }),
      Fail: () => order('status', { status: 'Failed', reason: 'Nobody was at home.' }, 'PUT'),
      TryAgain: () => {
        passed = 0;
        return order('status', { status: 'PickedUp' }, 'PUT');
      },
      Cancel: () => order('cancellation', { reason: 'The order was taken back.', requestedBy: 'Customer' }),
    };
    await actions[step]();
  };
};

const incidents = [
  { type: 'Delay', severity: 'Low', description: 'A demonstration holds up the traffic.' },
  { type: 'Breakdown', severity: 'High', description: 'A tyre is flat.' },
  { type: 'Address', description: 'The house number does not exist.' },
  { type: 'Weather', severity: 'Medium', description: 'Black ice on the bridge.' },
];
const receivers = ['H. Wessely', 'A. Lopes', 'K. Dvořák', 'M. Gruber', 'J. Costa'];
