import {
  aggregate,
  appendTo,
  book,
  claim,
  claims,
  command,
  deleteRecord,
  endpoint,
  event,
  externalAggregate,
  free,
  id,
  Problem,
  problem,
  projection,
  putRecord,
  query,
  recordStore,
  release,
  resource,
  z,
} from '@waybill/kernel';
import type { CheckedEvent, CheckedRoute } from '@waybill/kernel/write/checked';
import { bay, driver, inspection, plates, VanBought, VanPainted, van, vans } from './support/garage.ts';

/** What the compiler enforces; `tsc` reads this file, and it is never run. */

const Alien = event('Alien', { size: z.int() });
const pool = resource('garage', 'pool');
const licences = claims('garage', 'licence');
const notes = recordStore<{ readonly text: string }>('garage', 'note');
const counts = recordStore<{ readonly count: number }>('garage', 'count');
const http = { summary: '', role: 'agent' } as const;
const input = z.strictObject({ vanId: id(), colour: z.string() });

VanPainted({ colour: 'red' });
// @ts-expect-error a field of another type
VanPainted({ colour: 1 });
// @ts-expect-error a field is missing
VanPainted({});
// @ts-expect-error an unknown field
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
// @ts-expect-error a field that the input does not have
command({ ...http, input, on: van, decide: (_, { size }) => VanPainted({ colour: size }) });
// @ts-expect-error a field that the state does not have
command({ ...http, input, on: van, decide: ({ wings }) => VanPainted({ colour: wings }) });
// @ts-expect-error a status that is not one of a problem
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
  refuses: [rusty],
  // @ts-expect-error a problem that the command does not declare, among others
  decide: ({ plate }) => (plate ? rusty({ holes: 1 }) : sold()),
});

command({
  ...http,
  input,
  on: van,
  reads: {
    driver: { of: driver, id: ({ vanId }) => vanId, consistency: 'eventual' },
    other: { of: van, id: (_, { caller, state }) => state && { org: caller.orgId, id: state.colour } },
    pool: { of: pool, id: () => 'p1' },
    note: { of: notes, id: ({ colour }) => colour },
    owner: { of: plates, id: (_, { state }) => state?.plate },
  },
  writes: { other: van, pool, notes, plates },
  decide: (_, { vanId }, { driver, other, pool: [booking], note, owner }) =>
    driver?.fit && other?.colour === booking?.holder && note?.text === owner
      ? [
          VanPainted({ colour: 'red' }),
          appendTo('other', VanPainted({ colour: 'red' })),
          book(pool, 'p1', { from: '', to: '' }),
          free(pool, 'p1', ''),
          putRecord(notes, vanId, { text: '' }),
          deleteRecord(notes, vanId),
          claim(plates, ''),
          release(plates, ''),
        ]
      : [],
});
command({
  ...http,
  input,
  on: van,
  reads: { driver: { of: driver, id: () => undefined } },
  // @ts-expect-error what is read may be absent
  decide: (_, __, { driver }) => VanPainted({ colour: `${driver.fit}` }),
});
command({
  ...http,
  input,
  on: van,
  reads: { driver: { of: driver, id: () => undefined } },
  // @ts-expect-error a name that is not among the reads
  decide: (_, __, { pilot }) => VanPainted({ colour: pilot }),
});
// @ts-expect-error a name that is not among the reads, where there are none
command({ ...http, input, on: van, decide: (_, __, { driver }) => VanPainted({ colour: driver }) });
command({
  ...http,
  input,
  on: van,
  // @ts-expect-error the id is a field that the input does not have
  reads: { driver: { of: driver, id: ({ driverId }) => driverId } },
  decide: () => [],
});
command({
  ...http,
  input,
  on: van,
  // @ts-expect-error the id depends on something that the state does not have
  reads: { driver: { of: driver, id: (_, { state }) => state?.driverId } },
  decide: () => [],
});
command({
  ...http,
  input,
  on: van,
  // @ts-expect-error there is no such consistency
  reads: { driver: { of: driver, id: () => 'd1', consistency: 'sometimes' } },
  decide: () => [],
});

// @ts-expect-error a claim, where the command declares no writes
command({ ...http, input, on: van, decide: () => [claim(plates, 'AB 1')] });
// @ts-expect-error the release of another claim than is declared
command({ ...http, input, on: van, writes: { licences }, decide: () => [release(plates, 'AB 1')] });
// @ts-expect-error a booking of another resource than is declared
command({ ...http, input, on: van, writes: { pool }, decide: () => [book(bay, 'b1', { from: '', to: '' })] });
command({
  ...http,
  input,
  on: van,
  reads: { pool: { of: pool, id: () => 'p1' } },
  // @ts-expect-error a booking, where the resource is only read
  decide: () => [free(pool, 'p1', '')],
});
// @ts-expect-error a record of another store than is declared
command({ ...http, input, on: van, writes: { counts }, decide: () => [putRecord(notes, 'n1', { text: '' })] });
command({
  ...http,
  input,
  on: van,
  reads: { other: { of: van, id: () => 'v1' } },
  // @ts-expect-error an event for a stream that is only read
  decide: () => [appendTo('other', VanPainted({ colour: 'red' }))],
});
// @ts-expect-error data that the store does not keep
putRecord(notes, 'n1', { text: 1 });

aggregate('garage', 'toy')
  .begin(VanBought, ({ plate }) => ({ plate }))
  // @ts-expect-error the state loses its shape
  .on(VanPainted, () => ({ colour: 'red' }));
externalAggregate('garage', 'toy')
  // @ts-expect-error the event does not have this field
  .begin(VanBought, ({ wings }) => ({ wings }));

/** The type checker's message is one sentence, which names the missing part. */
type Input = typeof input;
'the route has {id}, and the input has no such field' satisfies CheckedRoute<'PUT /vans/{id}/colour', Input>;
'PUT /vans/{vanId}/colour' satisfies CheckedRoute<'PUT /vans/{vanId}/colour', Input>;
'VanBought is handled already; begin also runs when its event comes again' satisfies CheckedEvent<
  'VanBought',
  unknown,
  'VanBought' | 'VanPainted'
>;
command({
  ...http,
  // @ts-expect-error a parameter that is no field of the input
  route: 'PUT /vans/{deliveryId}',
  input,
  on: van,
  decide: () => [],
});
// @ts-expect-error an event that the aggregate declares, with other data
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
  output: z.object({}),
  answer: async () => ({ body: {} }),
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
  // @ts-expect-error the event does not have this field
  .on(VanPainted, (row, { data }) => ({ ...row, colour: data.size }));
projection<{ colour: string }>('toys', {
  of: van,
  row: z.object({ colour: z.string() }),
  // @ts-expect-error the row has no such field
  indexes: { bySize: ({ size }) => ['', size] },
});

const Toy = z.object({ colour: z.string() });
projection<{ colour: string }>('toys', { of: [van, inspection], row: Toy, key: ({ aggregateId }) => aggregateId });
// @ts-expect-error rows of several aggregates need a key
projection<{ colour: string }>('toys', { of: [van, inspection], row: Toy });
// @ts-expect-error rows of several aggregates are stored
projection<{ colour: string }>('toys', { of: [van, inspection], row: Toy, key: () => 'a', stored: false });

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
  // @ts-expect-error not what was declared
  answer: async () => ({ wings: 2 }),
});
query({
  ...question,
  reads: { vans },
  output: z.object({ plate: z.string() }),
  // @ts-expect-error a read model that it does not read
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

const painted: string | undefined = van.fold([])?.colour;
void painted;
