import { aggregate, command, event, projection, query, queue, reaction, schedule, worker, z } from '@waybill/kernel';

const Sown = event('SeedSown', { plant: z.string() });
const Watered = event('PlantWatered', { litres: z.number() });
const Noted = event('HarvestNoted', { plant: z.string() });

const plant = aggregate('garden', 'plant')
  .begin(Sown, ({ plant }) => ({ plant, litres: 0 }))
  .on(Watered, (state, { litres }) => ({ ...state, litres: state.litres + litres }));

const note = aggregate('diary', 'note').begin(Noted, ({ plant }) => ({ plant }));

const sow = command({
  summary: 'Sow a seed',
  route: 'POST /plants',
  role: 'agent',
  on: plant,
  input: z.strictObject({ plant: z.string().min(1) }),
  begin: ({ plant }) => Sown({ plant }),
});

const water = command({
  summary: 'Water a plant',
  route: 'POST /plants/{plantId}/water',
  role: 'agent',
  on: plant,
  input: z.strictObject({ plantId: z.string(), litres: z.number() }),
  decide: (_, { litres }) => Watered({ litres }),
});

const bed = projection('bed', { of: plant, row: z.object({ plant: z.string(), litres: z.number() }) })
  .begin(Sown, ({ data }) => ({ plant: data.plant, litres: 0 }))
  .on(Watered, (row, { data }) => ({ ...row, litres: row.litres + data.litres }));

const Pest = event('PestSpotted', { plantId: z.string(), pest: z.string() });

/** Recorded by a context of its own, about plants of the garden. */
const sighting = aggregate('guard', 'sighting').begin(Pest, ({ pest }) => ({ pest }));

const spot = command({
  summary: 'Spot a pest',
  route: 'POST /sightings',
  role: 'agent',
  on: sighting,
  input: z.strictObject({ plantId: z.string(), pest: z.string() }),
  begin: ({ plantId, pest }) => Pest({ plantId, pest }),
});

/** Rows of two aggregates of two contexts. */
const health = projection('health', {
  of: [plant, sighting],
  row: z.object({ plant: z.string(), litres: z.number(), pests: z.array(z.string()) }),
  key: ({ stream, aggregateId, data }) => (stream.aggregate === 'plant' ? aggregateId : data.plantId),
  indexes: { all: ({ plant }) => ['', plant] },
})
  .begin(Sown, ({ data }) => ({ plant: data.plant, litres: 0, pests: [] }))
  .on(Watered, (row, { data }) => ({ ...row, litres: row.litres + data.litres }))
  .on(Pest, (row, { data }) => ({ ...row, pests: [...row.pests, data.pest].toSorted() }));

const examine = query({
  summary: 'Examine plants',
  route: 'GET /examinations',
  role: 'auditor',
  input: z.strictObject({}),
  output: z.object({ items: z.array(health.definition.row) }),
  reads: { health },
  answer: async (_, { health }) => {
    const { items } = await health.list('all', { limit: 10, filters: {} });
    return { items };
  },
});

const look = query({
  summary: 'Look at a plant',
  route: 'GET /plants/{plantId}',
  role: 'auditor',
  input: z.strictObject({ plantId: z.string() }),
  output: z.object({ plant: z.string(), litres: z.number() }),
  reads: { bed },
  of: 'plant',
  answer: ({ plantId }, { bed }) => bed.get(plantId),
});

const write = command({
  summary: 'Write it down',
  role: 'agent',
  on: note,
  input: z.strictObject({ plant: z.string() }),
  about: ({ plant }) => plant,
  begin: ({ plant }) => Noted({ plant }),
  decide: () => [],
});

const remember = reaction({
  name: 'rememberWhatWasSown',
  on: [Sown],
  uses: { write },
  react: async ({ data }, { write }) => write({ plant: data.plant }),
});

const chores = queue('chores', z.strictObject({ plant: z.string(), weeded: z.boolean() }));

const weedLater = reaction({
  name: 'weedLater',
  on: [Sown],
  uses: { chores },
  react: async ({ data: { plant } }, { chores }) => chores({ plant, weeded: false }),
});

/** Sends itself a message that arrives a second later, and writes a note then. */
const weed = worker({
  name: 'weed',
  queue: chores,
  uses: { chores, write },
  work: async ({ plant, weeded }, { chores }, { transact }) =>
    weeded
      ? transact(({ write }) => write({ plant: `weeded ${plant}` }))
      : chores({ plant, weeded: true }, { delaySeconds: 1 }),
});

const rake = schedule({ name: 'rake', every: 'cron(0 6 * * ? *)', page: async () => ({ affected: 3 }) });

/** A small system with one function of each kind. */
export const contexts = {
  garden: { sow, water, bed, look, health, examine },
  guard: { spot },
  diary: { write, remember, weedLater, weed, rake },
} as const;
