import { inUnitOfWork, newId, type Platform, type UnitOfWork } from '@waybill/kernel';
import type { Claim, Commit } from '@waybill/kernel/platform';
import type { OtherWrites } from '@waybill/kernel/write/unit/unit-of-work';
import { describe, expect, test } from 'vitest';
import { officer } from '../support/asking.ts';
import { bay, plates } from '../support/garage.ts';
import { meanwhile } from '../support/meanwhile.ts';
import { onEveryPlatform } from '../support/platforms.ts';

const org = officer.orgId;
const [one, two] = [newId('van one'), newId('van two')];
const van = (id: string) => ({ context: 'garage', org, aggregate: 'van', id });
const at = (hour: number) => `2026-05-04T${String(hour).padStart(2, '0')}:00:00.000Z`;
const claimed: Claim = { context: 'garage', kind: 'plate', value: 'AB 1', field: 'plate', holder: one };
const none: OtherWrites = { claims: [], releases: [], books: [], frees: [] };

const booked = async (platform: Platform) =>
  (await platform.events.bookings(org, bay, 'b1')).items.map(({ holder, from }) => [holder, from]);

/** Runs the work, and returns its result, what was committed, and how often the work was run. */
const does = async <Result>(platform: Platform, work: (unit: UnitOfWork) => Promise<Result>) => {
  const commits: Partial<Commit>[] = [];
  const watched = meanwhile(platform, (parts) => commits.push(parts), Number.POSITIVE_INFINITY);
  let times = 0;
  const result = await inUnitOfWork(watched, (unit) => {
    times++;
    return work(unit);
  });
  return { result, commits, times };
};

onEveryPlatform((open) => {
  describe('a unit of work that writes nothing but', () => {
    const slot = { resource: bay, id: 'b1', holder: one };

    test.each<[string, Partial<OtherWrites>]>([
      ['a claim', { claims: [claimed] }],
      ['a release', { releases: [claimed] }],
      ['a booking', { books: [{ ...slot, window: { from: at(8), to: at(9) } }] }],
      ['a freed booking', { frees: [{ ...slot, from: at(8) }] }],
    ])('%s is committed, in the organization that it names', async (_, written) => {
      const { commits } = await does(await open(), async (unit) => unit.write(org, { ...none, ...written }));
      expect(commits).toEqual([
        { org, ...none, ...written, unchangedBookings: [], unchangedStreams: [], appends: [], records: [] },
      ]);
    });

    test('what it has read is committed as nothing', async () => {
      const { commits } = await does(await open(), async (unit) => {
        unit.write('another', none);
        await unit.history(van(one));
        await unit.holder(org, plates, 'AB 1');
        await unit.bookings(org, bay, 'b1');
      });
      expect(commits).toEqual([]);
    });
  });

  describe('claims and bookings of a unit of work', () => {
    const booking = (hour: number, id = 'b1', holder = one) => ({
      resource: bay,
      id,
      holder,
      window: { from: at(hour), to: at(hour + 1) },
    });

    test('belong to one organization, as do the bookings that it depends on', async () => {
      const platform = await open();
      const second = (first: (unit: UnitOfWork) => unknown) =>
        does(platform, async (unit) => {
          await first(unit);
          return unit.bookings('another', bay, 'b1');
        });
      const refused = 'a unit of work claims and books in one organization only';
      await expect(second((unit) => unit.write(org, { ...none, claims: [claimed] }))).rejects.toThrow(refused);
      await expect(second((unit) => unit.bookings(org, bay, 'b1'))).rejects.toThrow(refused);
      expect((await second((unit) => unit.bookings(org, bay, 'b1', { guarded: false }))).result).toEqual([]);
    });

    test('are read with the writes of the unit: the holder of a value that it claims or releases', async () => {
      const platform = await open();
      await platform.events.commit({ org, claims: [{ ...claimed, value: 'AB 2' }] });
      const { result } = await does(platform, async (unit) => {
        const before = [await unit.holder(org, plates, 'AB 1'), await unit.holder(org, plates, 'AB 2')];
        unit.write(org, { ...none, claims: [claimed], releases: [{ ...claimed, value: 'AB 2' }] });
        return [before, [await unit.holder(org, plates, 'AB 1'), await unit.holder(org, plates, 'AB 2')]];
      });
      expect(result).toEqual([
        [undefined, one],
        [one, undefined],
      ]);
    });

    test('are read with the writes of the unit: the bookings of a place', async () => {
      const platform = await open();
      await platform.events.commit({ org, books: [booking(8), booking(10), booking(8, 'b2')] });
      const { result } = await does(platform, async (unit) => {
        unit.write(org, {
          ...none,
          books: [booking(12), booking(10), booking(14, 'b2')],
          frees: [{ resource: bay, id: 'b1', holder: one, from: at(8) }],
        });
        const places = await Promise.all(['b1', 'b2', 'b3'].map((id) => unit.bookings(org, bay, id)));
        return places.map((held) => held.map(({ from }) => from));
      });
      expect(result).toEqual([[at(12), at(10)], [at(8), at(14)], []]);
      expect((await booked(platform)).map(([, from]) => from)).toEqual([at(10), at(12)]);
    });

    test('are distinct by holder and by place', async () => {
      const platform = await open();
      const books = [booking(8), booking(8, 'b1', two), booking(8, 'b2')];
      await does(platform, async (unit) => {
        unit.write(org, { ...none, books });
        unit.write(org, { ...none, frees: [{ resource: bay, id: 'b1', holder: one, from: at(8) }] });
      });
      expect(await booked(platform)).toEqual([[two, at(8)]]);
      expect((await platform.events.bookings(org, bay, 'b2')).items).toHaveLength(1);
    });

    test('are refused where two holders claim one value, and not where one claims it twice', async () => {
      const platform = await open();
      const { result, times } = await does(platform, async (unit) => {
        unit.write(org, { ...none, claims: [claimed] });
        unit.write(org, { ...none, claims: [claimed] });
        unit.write(org, { ...none, claims: [{ ...claimed, holder: two }] });
      });
      expect([result, times]).toMatchObject([{ refused: 'plate-taken', because: { field: 'plate' } }, 1]);
    });
  });
});
