import {
  event,
  inUnitOfWork,
  newId,
  type Platform,
  type RecordChange,
  recordStore,
  type UnitOfWork,
  z,
} from '@waybill/kernel';
import type { Commit } from '@waybill/kernel/platform';
import { describe, expect, test } from 'vitest';
import { meanwhile } from '../support/meanwhile.ts';
import { clockAt, onEveryPlatform } from '../support/platforms.ts';

interface Guest {
  readonly name: string;
  readonly email?: string | null;
  readonly room?: string;
}
const guests = recordStore<Guest>('hotel', 'guest', { unique: ['email'], indexed: ['room'] });
/** Another context, which uses the same name. */
const strangers = recordStore<Guest>('harbour', 'guest', { unique: ['email'], indexed: ['room'] });
const cleaners = recordStore<Guest>('hotel', 'cleaner', { unique: ['email'], indexed: ['room'] });
const Left = event('Left', { name: z.string() });

const start = '2026-05-04T12:00:00.000Z';
const tomorrow = '2026-05-05T12:00:00.000Z';
const stamp = {
  at: start,
  by: 'someCaller',
  commandId: newId('command'),
  inputHash: 'input',
  correlationId: 'test',
  causationId: 'test',
};
const ids = (found: readonly { readonly id: string }[]) => found.map(({ id }) => id);

onEveryPlatform((open) => {
  /** A world in which these guests are stored, all in room 7. */
  const hotel = async (...stored: string[]) => {
    const platform = await open({ clock: clockAt(start) });
    for (const id of stored) await store(platform, id, { name: id, room: '7' });
    return platform;
  };
  const store = async (platform: Platform, id: string, data: Guest, expiresAt?: string) => {
    const before = await platform.records.get(guests, id);
    await platform.events.commit({ records: [{ store: guests, id, before, after: { data, expiresAt } }] });
  };
  /** Runs the work in a unit of work, and returns its result and what was committed. */
  const does = async <Result>(platform: Platform, work: (unit: UnitOfWork) => Promise<Result>) => {
    const commits: Partial<Commit>[] = [];
    const watched = meanwhile(platform, (parts) => commits.push(parts), Number.POSITIVE_INFINITY);
    return { result: await inUnitOfWork(watched, work), commits };
  };

  describe('a record that the unit of work has written', () => {
    test('is read as it was written, and is stored by the commit', async () => {
      const platform = await hotel('ada');
      const data = { name: 'Ada', email: 'ada@example.org' };
      const { result } = await does(platform, async (unit) => {
        await unit.put(guests, 'ada', data, tomorrow);
        await unit.put(guests, 'kim', { name: 'Kim' });
        return [await unit.get(guests, 'ada'), await unit.get(guests, 'kim')];
      });
      expect(result).toEqual([
        { id: 'ada', data, version: 1, expiresAt: tomorrow },
        { id: 'kim', data: { name: 'Kim' }, version: 0, expiresAt: undefined },
      ]);
      expect(await platform.records.get(guests, 'ada')).toEqual({ id: 'ada', data, version: 2, expiresAt: tomorrow });
      expect(await platform.records.get(guests, 'kim')).toMatchObject({ data: { name: 'Kim' }, version: 1 });
    });

    test('is found by its new values, and not by its old ones', async () => {
      const platform = await hotel();
      await store(platform, 'ada', { name: 'Ada', email: 'old@example.org', room: '7' });
      const { result } = await does(platform, async (unit) => {
        await unit.put(guests, 'ada', { name: 'Ada', email: 'new@example.org', room: '8' });
        return {
          byEmail: [
            await unit.findByUnique(guests, 'email', 'old@example.org'),
            (await unit.findByUnique(guests, 'email', 'new@example.org'))?.id,
          ],
          byRoom: [await unit.findBy(guests, 'room', '7'), ids(await unit.findBy(guests, 'room', '8'))],
        };
      });
      expect(result).toEqual({ byEmail: [undefined, 'ada'], byRoom: [[], ['ada']] });
    });

    test('is found by a unique value that was read as free before', async () => {
      const { result } = await does(await hotel(), async (unit) => {
        const before = await unit.findByUnique(guests, 'email', 'ada@example.org');
        await unit.put(guests, 'ada', { name: 'Ada', email: 'ada@example.org' });
        return [before, (await unit.findByUnique(guests, 'email', 'ada@example.org'))?.id];
      });
      expect(result).toEqual([undefined, 'ada']);
    });

    test('is listed with the stored ones, in the order of their ids', async () => {
      const { result } = await does(await hotel('b', 'd'), async (unit) => {
        for (const id of ['e', 'a', 'c']) await unit.put(guests, id, { name: id, room: '7' });
        return [
          ids(await unit.findBy(guests, 'room', '7')),
          ids(await unit.findBy(guests, 'room', '7', { limit: 3 })),
          ids(await unit.findBy(guests, 'room', '7', { limit: 3, descending: true })),
        ];
      });
      expect(result).toEqual([
        ['a', 'b', 'c', 'd', 'e'],
        ['a', 'b', 'c'],
        ['e', 'd', 'c'],
      ]);
    });

    test.each([
      ['another context’s store of the same name', strangers],
      ['another store of the context', cleaners],
    ])('is not found in %s', async (_, other) => {
      const data = { name: 'Ada', email: 'ada@example.org', room: '7' };
      const { result } = await does(await hotel(), async (unit) => {
        await unit.put(guests, 'ada', data);
        return [
          await unit.get(other, 'ada'),
          await unit.findByUnique(other, 'email', 'ada@example.org'),
          await unit.findBy(other, 'room', '7'),
        ];
      });
      expect(result).toEqual([undefined, undefined, []]);
    });
  });

  describe('records that the unit of work reads', () => {
    test('are found by each of their unique values', async () => {
      const platform = await hotel();
      for (const id of ['ada', 'kim']) await store(platform, id, { name: id, email: `${id}@example.org` });
      const { result } = await does(platform, async (unit) => {
        const holder = async (id: string) => (await unit.findByUnique(guests, 'email', `${id}@example.org`))?.id;
        return [await holder('nobody'), await holder('ada'), await holder('kim')];
      });
      expect(result).toEqual([undefined, 'ada', 'kim']);
    });

    test('are no more than it asks for, and one for each of its changes', async () => {
      const platform = await hotel('a', 'b', 'c');
      const asked: unknown[] = [];
      const findBy: Platform['records']['findBy'] = (store, field, value, range) => {
        asked.push(range);
        return platform.records.findBy(store, field, value, range);
      };
      await inUnitOfWork({ ...platform, records: { ...platform.records, findBy } }, async (unit) => {
        await unit.findBy(guests, 'room', '7');
        await unit.findBy(guests, 'room', '7', { limit: 1, descending: true });
        await unit.delete(guests, 'c');
        await unit.findBy(guests, 'room', '7', { limit: 1, descending: true });
      });
      expect(asked).toEqual([undefined, { limit: 1, descending: true }, { limit: 2, descending: true }]);
    });
  });

  describe('a record that the unit of work has deleted', () => {
    test('is absent, and is deleted by the commit', async () => {
      const platform = await hotel('ada', 'kim', 'mia');
      await store(platform, 'ada', { name: 'Ada', email: 'ada@example.org', room: '7' });
      const { result } = await does(platform, async (unit) => {
        await unit.delete(guests, 'ada');
        return [
          await unit.get(guests, 'ada'),
          await unit.findByUnique(guests, 'email', 'ada@example.org'),
          ids(await unit.findBy(guests, 'room', '7')),
          ids(await unit.findBy(guests, 'room', '7', { limit: 1 })),
        ];
      });
      expect(result).toEqual([undefined, undefined, ['kim', 'mia'], ['kim']]);
      expect(await platform.records.get(guests, 'ada')).toBeUndefined();
    });

    test('commits nothing where it was not stored', async () => {
      const platform = await hotel();
      const { commits } = await does(platform, async (unit) => {
        await unit.delete(guests, 'nobody');
        await unit.put(guests, 'ada', { name: 'Ada' });
        await unit.delete(guests, 'ada');
      });
      expect(commits).toEqual([]);
    });
  });

  describe('a record that changes while the unit of work runs', () => {
    test('remains absent where it was first read as absent', async () => {
      const platform = await hotel();
      const { result } = await does(platform, async (unit) => {
        const before = await unit.get(guests, 'ada');
        await store(platform, 'ada', { name: 'Ada', email: 'ada@example.org' });
        return [before, await unit.findByUnique(guests, 'email', 'ada@example.org')];
      });
      expect(result).toEqual([undefined, undefined]);
    });

    test('is read as it was first read', async () => {
      const platform = await hotel('ada');
      const { result } = await does(platform, async (unit) => {
        await unit.get(guests, 'ada');
        await store(platform, 'ada', { name: 'Eve', email: 'eve@example.org', room: '7' });
        const [listed] = await unit.findBy(guests, 'room', '7');
        const byEmail = await unit.findByUnique(guests, 'email', 'eve@example.org');
        return [(await unit.get(guests, 'ada'))?.data.name, listed?.data.name, byEmail];
      });
      expect(result).toEqual(['ada', 'ada', undefined]);
    });

    test('is listed only under the value that it had when it was first read', async () => {
      const platform = await hotel('ada');
      const { result } = await does(platform, async (unit) => {
        await unit.get(guests, 'ada');
        await store(platform, 'ada', { name: 'Ada', room: '8' });
        return unit.findBy(guests, 'room', '8');
      });
      expect(result).toEqual([]);
    });

    test('has the holder of a unique value that was read first', async () => {
      const platform = await hotel();
      const { result } = await does(platform, async (unit) => {
        const before = await unit.findByUnique(guests, 'email', 'ada@example.org');
        await store(platform, 'ada', { name: 'Ada', email: 'ada@example.org' });
        return [before, await unit.findByUnique(guests, 'email', 'ada@example.org')];
      });
      expect(result).toEqual([undefined, undefined]);
    });

    test.each<[string, (unit: UnitOfWork) => Promise<unknown>]>([
      ['get', (unit) => unit.get(guests, 'ada')],
      ['findBy', (unit) => unit.findBy(guests, 'room', '7')],
    ])('makes the work run again where it changes the record after %s', async (_, read) => {
      const platform = await hotel('ada');
      const runs: unknown[] = [];
      await inUnitOfWork(platform, async (unit) => {
        await read(unit);
        if (runs.push('run') === 1) await store(platform, 'ada', { name: 'Eve', room: '7' });
        const { data } = (await unit.get(guests, 'ada'))!;
        await unit.put(guests, 'ada', { ...data, email: 'new@example.org' });
      });
      expect(runs).toHaveLength(2);
      expect((await platform.records.get(guests, 'ada'))?.data).toEqual({
        name: 'Eve',
        room: '7',
        email: 'new@example.org',
      });
    });
  });

  describe('more deletions than fit into one transaction', () => {
    const many = Array.from({ length: 40 }, (_, i) => `g${String(i).padStart(2, '0')}`);
    const stream = (id: string) => ({ context: 'hotel', org: '-', aggregate: 'guest', id });

    test('are committed in advance, each with its events; all else is committed last, at once', async () => {
      const platform = await hotel();
      const stored = many.map(
        (id): RecordChange => ({ store: guests, id, before: undefined, after: { data: { name: id } } }),
      );
      for (const some of [stored.slice(0, 20), stored.slice(20)]) await platform.events.commit({ records: some });
      const { commits } = await does(platform, async (unit) => {
        await unit.put(guests, 'ada', { name: 'Ada' });
        for (const id of many) {
          await unit.delete(guests, id);
          await unit.append(stream(id), [Left({ name: id })], stamp);
        }
      });
      const written = commits.map(({ records = [], appends = [] }) => [
        ids(records),
        appends.map(({ stream }) => stream.id),
      ]);
      const [first, second, last] = [many.slice(0, 16), many.slice(16, 23), many.slice(23)];
      expect(written).toEqual([
        [first, first],
        [second, second],
        [['ada', ...last], last],
      ]);
      for (const id of many) expect(await platform.records.get(guests, id)).toBeUndefined();
      expect((await platform.events.read(stream('g00'))).map(({ type }) => type)).toEqual(['Left']);
    });

    test('are committed at once with all else where they fit', async () => {
      const platform = await hotel(...many.slice(0, 17));
      const { commits } = await does(platform, async (unit) => {
        await unit.put(guests, 'ada', { name: 'Ada' });
        for (const id of many.slice(0, 17)) await unit.delete(guests, id);
      });
      expect(commits.map(({ records = [] }) => records.length)).toEqual([18]);
    });
  });
});
