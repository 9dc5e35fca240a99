import {
  appendTo,
  book,
  claim,
  claims,
  command,
  deleteRecord,
  free,
  id,
  inUnitOfWork,
  newId,
  type Platform,
  problem,
  putRecord,
  recordStore,
  release,
  resource,
  several,
  text,
  z,
} from '@waybill/kernel';
import { memory } from '@waybill/kernel/memory';
import { type Commit, ConcurrencyError } from '@waybill/kernel/platform';
import type { CommandContext } from '@waybill/kernel/write/decision';
import { describe, expect, test, vi } from 'vitest';
import { recordedEvent } from '../../support/recorded-event.ts';
import { officer, order } from '../support/asking.ts';
import {
  bay,
  buyVan,
  DriverHired,
  driver,
  lendVan,
  lendVanTrustfully,
  plates,
  VanBought,
  VanPainted,
  van,
  yard,
} from '../support/garage.ts';
import { meanwhile } from '../support/meanwhile.ts';
import { clockAt, onEveryPlatform } from '../support/platforms.ts';

const org = officer.orgId;
const vanId = newId('van');
const vanStream = { context: 'garage', org, aggregate: 'van', id: vanId };
const driverStream = { context: 'people', org, aggregate: 'driver', id: 'd1' };

const given = async (platform: Platform) => {
  const appends = [
    recordedEvent(VanBought({ plate: 'AB 1' }), vanStream),
    recordedEvent(DriverHired({}), driverStream),
  ];
  await platform.events.commit({ org, appends });
  return platform;
};

/** Records what is committed. */
const watching = (platform: Platform) => {
  const commits: Partial<Commit>[] = [];
  return { commits, watched: meanwhile(platform, (parts) => commits.push(parts), Number.POSITIVE_INFINITY) };
};

describe('a read', () => {
  test('makes it a condition of the write that the stream has not grown', async () => {
    const { watched, commits } = watching(await given(memory()));
    await lendVan.execute(watched)(order({ vanId, driverId: 'd1', coDriverId: 'd2' }));
    expect(commits).toMatchObject([
      {
        unchangedStreams: [
          { stream: driverStream, version: 1 },
          { stream: { ...driverStream, id: 'd2' }, version: 0 },
        ],
      },
    ]);
  });

  test('that is eventually consistent adds no condition: one event is one put', async () => {
    const { watched, commits } = watching(await given(memory()));
    await lendVanTrustfully.execute(watched)(order({ vanId, driverId: 'd1' }));
    expect(commits).toHaveLength(1);
    expect(commits[0]).toMatchObject({ unchangedStreams: [], unchangedBookings: [], records: [] });
  });

  test.each([
    ['makes it a condition that the bookings have not changed', undefined, [{ resource: yard, id: 'y1', version: 0 }]],
    ['of bookings adds no condition where it is eventually consistent', 'eventual', []],
  ] as const)('%s', async (_, consistency, unchangedBookings) => {
    const paintInYard = command({
      summary: 'Paints a van, without a condition on the yard',
      role: 'agent',
      input: z.strictObject({ vanId: id() }),
      on: van,
      reads: { users: { of: yard, id: () => 'y1', ...(consistency && { consistency }) } },
      decide: (_, __, { users }) => VanPainted({ colour: `${users.length}` }),
    });
    const { watched, commits } = watching(await given(memory()));
    await paintInYard.execute(watched)(order({ vanId }));
    expect(commits).toMatchObject([{ unchangedBookings }]);
  });

  test('without an id reads nothing', async () => {
    const paintByRead = command({
      summary: 'Paints a van in what it has read',
      role: 'agent',
      input: z.strictObject({ vanId: id() }),
      on: van,
      reads: {
        driver: { of: driver, id: () => undefined },
        users: { of: yard, id: () => undefined },
        holder: { of: plates, id: () => undefined },
        note: { of: recordStore<{ text: string }>('garage', 'note'), id: () => undefined },
      },
      decide: (_, __, reads) => VanPainted({ colour: JSON.stringify(Object.entries(reads)) }),
    });
    const platform = await given(memory());
    await paintByRead.execute(platform)(order({ vanId }));
    const [, painted] = await platform.events.read(vanStream);
    expect(JSON.parse(painted?.data.colour)).toEqual([
      ['driver', null],
      ['users', []],
      ['holder', null],
      ['note', null],
    ]);
  });
});

describe('a decision', () => {
  test('receives time, caller, authenticated user, id, secret, and ids that a repetition receives again', async () => {
    const decided: CommandContext[] = [];
    const paintSecretly = command({
      summary: 'Paints a van in a secret colour',
      role: 'agent',
      input: z.strictObject({ vanId: id() }),
      on: van,
      generateSecret: () => 'a secret',
      decide: (_, __, ___, context) => {
        decided.push(context);
        return VanPainted({ colour: context.newId('coat') });
      },
    });
    const platform = await given(memory({ clock: clockAt('2026-05-04T12:00:00.000Z') }));
    const conflict = meanwhile(platform, () => Promise.reject(new ConcurrencyError('another request won the race')));
    await paintSecretly.execute(conflict)({ ...order({ vanId }), person: 'Ada' });
    const context = { now: '2026-05-04T12:00:00.000Z', caller: officer, person: 'Ada', id: vanId, secret: 'a secret' };
    expect(decided).toMatchObject([context, context]);
    const [first, again] = decided;
    expect(again!.newId('coat')).toBe(first!.newId('coat'));
    expect(again!.newId('coat')).not.toBe(again!.newId('another coat'));
  });

  test('to create what exists already is refused', async () => {
    const platform = await given(memory());
    const buying = await buyVanCarefully.attempt(platform)(order({ vanId, plate: 'AB 2' }));
    expect(buying).toMatchObject({ refused: 'van-already-exists', status: 409 });
    expect(await platform.events.read(vanStream)).toHaveLength(1);
  });
});

const plateHeld = problem('plate-held', 409, 'Another van has the plate.', { holder: z.string() });

/** Reads the holder of the plate before it claims it. */
const buyVanCarefully = command({
  summary: 'Buys a van whose plate is free',
  role: 'agent',
  input: z.strictObject({ vanId: id(), plate: text(20) }),
  on: van,
  refuses: [plateHeld],
  reads: { holder: { of: plates, id: ({ plate }) => plate } },
  writes: { plates },
  begin: ({ plate }, { holder }) => (holder ? plateHeld({ holder }) : [VanBought({ plate }), claim(plates, plate)]),
});

interface Guest {
  readonly email: string;
}
const guests = recordStore<Guest>('hotel', 'guest', { unique: ['email'] });

onEveryPlatform((open) => {
  const sold = (platform: Platform) => buyVan.execute(platform)(order({ plate: 'AB 1' }));

  describe('a value that another claims in the meantime', () => {
    test('and that was read as free is a lost race: it is decided again', async () => {
      const platform = await open();
      let winner = '';
      const raced = meanwhile(platform, async () => {
        winner = (await sold(platform)).id;
      });
      const buying = await buyVanCarefully.attempt(raced)(order({ vanId, plate: 'AB 1' }));
      expect(buying).toMatchObject({ refused: 'plate-held', because: { holder: winner } });
      expect(await platform.events.read(vanStream)).toEqual([]);
    });

    test('and that was not read is refused, and not retried', async () => {
      const platform = await open();
      const { watched, commits } = watching(meanwhile(platform, () => sold(platform)));
      const buying = await buyVan.attempt(watched)(order({ plate: 'AB 1' }));
      expect(buying).toMatchObject({ refused: 'plate-taken', status: 409, because: { field: 'plate' } });
      expect(commits).toHaveLength(1);
    });

    test('and that was read as taken, and claimed nevertheless, is refused', async () => {
      const platform = await open();
      await sold(platform);
      const { watched, commits } = watching(platform);
      const result = await inUnitOfWork(watched, async (unit) => {
        expect(await unit.holder(org, plates, 'AB 1')).toBeDefined();
        return buyVan.executeIn(unit, order({ plate: 'AB 1' }));
      });
      expect(result).toMatchObject({ refused: 'plate-taken' });
      expect(commits).toHaveLength(1);
    });
  });

  describe('a unique value of a record that another takes in the meantime', () => {
    const guest = (id: string): Partial<Commit> => ({
      records: [{ store: guests, id, before: undefined, after: { data: { email: 'ada@example.org' } } }],
    });

    test('and that was read as free is a lost race: the work is repeated', async () => {
      const platform = await open();
      const raced = meanwhile(platform, () => platform.events.commit(guest('first')));
      const found: (string | undefined)[] = [];
      const result = await inUnitOfWork(raced, async (unit) => {
        const holder = await unit.findByUnique(guests, 'email', 'ada@example.org');
        found.push(holder?.id);
        if (!holder) await unit.put(guests, 'second', { email: 'ada@example.org' });
        return 'done';
      });
      expect(result).toBe('done');
      expect(found).toEqual([undefined, 'first']);
      expect(await platform.records.get(guests, 'second')).toBeUndefined();
    });

    test('and that was read as taken, and written nevertheless, is refused', async () => {
      const platform = await open();
      await platform.events.commit(guest('first'));
      const { watched, commits } = watching(platform);
      const result = await inUnitOfWork(watched, async (unit) => {
        expect(await unit.findByUnique(guests, 'email', 'ada@example.org')).toMatchObject({ id: 'first' });
        await unit.put(guests, 'second', { email: 'ada@example.org' });
      });
      expect(result).toMatchObject({ refused: 'email-taken' });
      expect(commits).toHaveLength(1);
    });

    test('and that was not read is refused, naming the field', async () => {
      const platform = await open();
      await platform.events.commit(guest('first'));
      const result = await inUnitOfWork(platform, (unit) => unit.put(guests, 'second', { email: 'ada@example.org' }));
      expect(result).toMatchObject({ refused: 'email-taken', status: 409, because: { field: 'email' } });
      expect(await platform.records.get(guests, 'second')).toBeUndefined();
    });
  });
});

describe('an intent that the command does not declare', () => {
  const licences = claims('garage', 'licence');
  const pool = resource('garage', 'pool');
  const notes = recordStore<{ readonly text: string }>('garage', 'note');
  const window = { from: '2026-05-04T08:00:00.000Z', to: '2026-05-04T09:00:00.000Z' };

  /** A decision that the type checker cannot check. */
  const paintWith = (...intents: unknown[]) =>
    command({
      summary: 'Paints a van, and more',
      role: 'agent',
      input: z.strictObject({ vanId: id() }),
      on: van,
      reads: { driver: { of: driver, id: () => 'd1' } },
      writes: { licences, bay },
      decide: () => [VanPainted({ colour: 'red' }), ...intents] as any,
    });

  test.each([
    ['claim', claim(plates, 'AB 1')],
    ['claim', claim(claims('people', 'licence'), 'L 1')],
    ['claim', claim(claims('garage', 'bay'), 'L 1')],
    ['release', release(plates, 'AB 1')],
    ['book', book(pool, 'p1', window)],
    ['book', book(resource('people', 'bay'), 'b1', window)],
    ['free', free(pool, 'p1', window.from)],
    ['putRecord', putRecord(notes, 'n1', { text: 'x' })],
    ['deleteRecord', deleteRecord(notes, 'n1')],
    ['append', appendTo('driver', DriverHired({}))],
    ['append', appendTo('unknown', DriverHired({}))],
  ])('is an error, and nothing is written: %s %#', async (name, intent) => {
    const platform = await given(memory());
    const painting = paintWith(intent).execute(platform)(order({ vanId }));
    await expect(painting).rejects.toThrow(`Paints a van, and more: ${name} is not among its writes`);
    expect(await platform.events.read(vanStream)).toHaveLength(1);
    expect(await platform.events.read(driverStream)).toHaveLength(1);
  });

  test.each([
    ['the command does not read', appendTo('other', DriverHired({}))],
    ['the command reads for another input', appendTo('driver', DriverHired({}))],
  ])('is an error where it is for a stream that %s', async (_, intent) => {
    const paintAndHire = command({
      summary: 'Paints a van, and hires its driver',
      role: 'agent',
      input: z.strictObject({ vanId: id() }),
      on: van,
      reads: { driver: { of: driver, id: () => undefined } },
      writes: { driver, other: driver },
      decide: () => [VanPainted({ colour: 'red' }), intent] as any,
    });
    const platform = await given(memory());
    const hiring = paintAndHire.execute(platform)(order({ vanId }));
    await expect(hiring).rejects.toThrow(`there is no stream ${intent.to} to append to`);
    expect(await platform.events.read(vanStream)).toHaveLength(1);
  });

  test('is no error where it is declared', async () => {
    const platform = await given(memory());
    await paintWith(claim(licences, 'L 1'), book(bay, 'b1', window)).execute(platform)(order({ vanId }));
    expect(await platform.events.holder(org, licences, 'L 1')).toBe(vanId);
    expect((await platform.events.bookings(org, bay, 'b1')).items).toMatchObject([{ holder: vanId, ...window }]);
  });
});

describe('several streams', () => {
  const lendMany = command({
    summary: 'Lends a van to several drivers',
    role: 'agent',
    input: z.strictObject({ vanId: id(), driverIds: z.array(z.string()) }),
    on: van,
    reads: { drivers: { of: several(driver), ids: ({ driverIds }) => driverIds } },
    decide: (_, __, { drivers }) => VanPainted({ colour: [...drivers.keys()].toSorted().join(' ') }),
  });

  test('arrive as a map of those that exist, each read once and without a condition', async () => {
    const { watched, commits } = watching(await given(memory()));
    const driverIds = ['d1', 'd1', ...Array.from({ length: 150 }, (_, i) => `unknown ${i}`)];
    const read = vi.spyOn(watched.events, 'read');
    await lendMany.execute(watched)(order({ vanId, driverIds }));
    expect(read).toHaveBeenCalledTimes(152);
    expect(commits).toMatchObject([{ unchangedStreams: [], appends: [{ data: { colour: 'd1' } }] }]);
  });

  test('of another organization are not found', async () => {
    const platform = await given(memory());
    const elsewhere = { ...driverStream, org: newId('other'), id: 'd9' };
    await platform.events.commit({ appends: [recordedEvent(DriverHired({}), elsewhere)] });
    const { watched, commits } = watching(platform);
    await lendMany.execute(watched)(order({ vanId, driverIds: ['d9'] }));
    expect(commits).toMatchObject([{ appends: [{ data: { colour: '' } }] }]);
  });
});
