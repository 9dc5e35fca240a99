import {
  aggregate,
  appendTo,
  command,
  endpoint,
  event,
  externalAggregate,
  id,
  Problem,
  problem,
  projection,
  query,
  type release,
  resource,
  z,
} from '@waybill/kernel';
import type { CheckedAggregate, CheckedEvent, CheckedRefusals, CheckedRoute } from '@waybill/kernel/write/checked';
import { driver, VanBought, VanPainted, van, vans } from './garage.ts';

/** What the compiler holds to; `tsc` reads this file, nobody runs it. */

const Alien = event('Alien', { size: z.int() });
const pool = resource('garage', 'pool');
const http = { summary: '', role: 'agent' } as const;
const input = z.strictObject({ vanId: id(), colour: z.string() });

VanPainted({ colour: 'red' });
// @ts-expect-error a field of another type
VanPainted({ colour: 1 });
// @ts-expect-error a field is missing
VanPainted({});
// @ts-expect-error a field nobody knows
VanPainted({ colour: 'red', size: 1 });

command({
  ...http,
  route: 'POST /vans',
  input,
  on: van,
  decide: ({ plate }, { colour }) => VanPainted({ colour: plate + colour }),
});
// @ts-expect-error no such method
command({ ...http, route: 'FETCH /vans', input, on: van, decide: () => [] });
// @ts-expect-error no such role
command({ ...http, role: 'king', input, on: van, decide: () => [] });
// @ts-expect-error an event of another aggregate
command({ ...http, input, on: van, decide: () => Alien({ size: 1 }) });
// @ts-expect-error an event of another aggregate, among others
command({ ...http, input, on: van, decide: () => [VanPainted({ colour: 'red' }), Alien({ size: 1 })] });
// @ts-expect-error a field that is not asked for
command({ ...http, input, on: van, decide: (_, { size }) => VanPainted({ colour: size }) });
// @ts-expect-error something that is not known of a van
command({ ...http, input, on: van, decide: ({ wings }) => VanPainted({ colour: wings }) });
// @ts-expect-error a status that is no refusal
problem('no', 200, '');

const rusty = problem('rusty', 409, '', { holes: z.int() });
const sold = problem('sold', 409, '');
sold();
rusty({ holes: 2 });
// @ts-expect-error a reason is missing
rusty();
// @ts-expect-error a reason of another type
rusty({ holes: 'many' });
// @ts-expect-error a reason with the name of one of the problem's own members
problem('odd', 409, '', { status: z.int() });

// @ts-expect-error a problem that is not declared
new Problem(409, 'rusty', { holes: 1 });

command({
  ...http,
  input,
  on: van,
  refuses: [rusty, sold],
  begin: () => sold(),
  decide: () => rusty({ holes: 1 }),
});
// @ts-expect-error a problem, where the command declares none
command({ ...http, input, on: van, decide: () => sold() });
// @ts-expect-error a problem that the command does not declare
command({ ...http, input, on: van, refuses: [rusty], decide: () => sold() });
command({
  ...http,
  input,
  on: van,
  // @ts-expect-error a problem that the command does not declare, among others
  refuses: [rusty],
  decide: ({ plate }) => (plate ? rusty({ holes: 1 }) : sold()),
});

command({
  ...http,
  input,
  on: van,
  reads: {
    driver: { of: driver, id: ({ vanId }) => vanId },
    other: { of: van, id: () => undefined },
    pool: { of: pool, id: () => 'p1' },
  },
  decide: (_, __, { driver, other, pool }) =>
    driver?.fit && other?.colour === pool[0]?.holder ? appendTo('other', VanPainted({ colour: 'red' })) && [] : [],
});
command({
  ...http,
  input,
  on: van,
  reads: { driver: { of: driver, id: () => undefined } },
  // @ts-expect-error what is consulted may not be there
  decide: (_, __, { driver }) => VanPainted({ colour: `${driver.fit}` }),
});
command({
  ...http,
  input,
  on: van,
  reads: { driver: { of: driver, id: () => undefined } },
  // @ts-expect-error something that is not consulted
  decide: (_, __, { pilot }) => VanPainted({ colour: pilot }),
});

aggregate('garage', 'toy')
  .begin(VanBought, ({ plate }) => ({ plate }))
  // @ts-expect-error the state loses its shape
  .on(VanPainted, () => ({ colour: 'red' }));
externalAggregate('garage', 'toy')
  // @ts-expect-error the event does not say so
  .begin(VanBought, ({ wings }) => ({ wings }));

/** What the type checker says of a mistake is one sentence, which names the part that is missing. */
type Input = typeof input;
'the route has {id}, and the input has no such field' satisfies CheckedRoute<'PUT /vans/{id}/colour', Input>;
'PUT /vans/{vanId}/colour' satisfies CheckedRoute<'PUT /vans/{vanId}/colour', Input>;
'sold is answered, and not declared: add it to refuses' satisfies CheckedRefusals<
  typeof rusty,
  ReturnType<typeof rusty> | ReturnType<typeof sold>
>;
'VanBought is handled already; begin also runs when its event comes again' satisfies CheckedEvent<
  'VanBought',
  unknown,
  'VanBought' | 'VanPainted'
>;
type Painted = ReturnType<typeof VanPainted>;
'van does not know Alien: add .on(Alien, …) to it' satisfies CheckedAggregate<
  'van',
  unknown,
  Painted,
  ReturnType<typeof Alien> | (Painted | ReturnType<typeof release>)[]
>;
command({
  ...http,
  // @ts-expect-error a parameter that is no field of the input
  route: 'PUT /vans/{deliveryId}',
  input,
  on: van,
  decide: () => [],
});
// @ts-expect-error an event that the aggregate knows, with other data
command({ ...http, input, on: van, decide: () => ({ ...VanPainted({ colour: 'red' }), data: { colour: 1 } }) });
query({
  ...http,
  // @ts-expect-error a parameter that is no field of the input
  route: 'GET /vans/{deliveryId}',
  input,
  reads: {},
  output: z.object({}),
  answer: async () => ({}),
});
endpoint({
  ...http,
  // @ts-expect-error a parameter that is no field of the input
  route: 'GET /vans/{deliveryId}',
  input,
  reaches: [],
  output: z.object({}),
  answer: () => async () => ({ body: {} }),
});
() =>
  aggregate('garage', 'toy')
    .begin(VanBought, ({ plate }) => ({ plate }))
    // @ts-expect-error an event that is handled already
    .on(VanBought, (toy) => toy);
() =>
  externalAggregate('garage', 'toy')
    .begin(VanBought, ({ plate }) => ({ plate }))
    .on(VanPainted, (toy) => toy)
    // @ts-expect-error an event that is handled already
    .on(VanPainted, (toy) => toy);
() =>
  projection<{ colour: string }>('toys', { of: van, row: z.object({ colour: z.string() }) })
    .begin(VanBought, () => ({ colour: 'white' }))
    // @ts-expect-error an event that is handled already
    .on(VanBought, (row) => row);

projection<{ colour: string }>('toys', { of: van, row: z.object({ colour: z.string() }) })
  .begin(VanBought, () => ({ colour: 'white' }))
  // @ts-expect-error the event does not say so
  .on(VanPainted, (row, { data }) => ({ ...row, colour: data.size }));
projection<{ colour: string }>('toys', {
  of: van,
  row: z.object({ colour: z.string() }),
  // @ts-expect-error the row has no such field
  indexes: { bySize: ({ size }) => ['', size] },
});

const question = { ...http, route: 'GET /vans/{vanId}', input: z.strictObject({ vanId: id() }) } as const;
query({
  ...question,
  reads: { vans },
  output: z.object({ plate: z.string() }),
  answer: ({ vanId }, { vans }) => vans.get(vanId),
});
query({
  ...question,
  reads: { vans },
  output: z.object({ plate: z.string() }),
  // @ts-expect-error not what was promised
  answer: async () => ({ wings: 2 }),
});
query({
  ...question,
  reads: { vans },
  output: z.object({ plate: z.string() }),
  // @ts-expect-error a read model it does not read
  answer: ({ vanId }, { boats }) => boats.get(vanId),
});

query({
  ...question,
  refuses: [rusty],
  reads: { vans },
  output: z.object({ plate: z.string() }),
  // @ts-expect-error a problem that the query does not declare
  answer: async () => sold(),
});
endpoint({
  ...question,
  refuses: [rusty],
  reaches: [],
  output: z.object({ plate: z.string() }),
  // @ts-expect-error a problem that the call does not declare
  answer: () => async () => sold(),
});

const painted: string | undefined = van.fold([])?.colour;
void painted;
