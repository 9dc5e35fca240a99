import { type CommandResult, inUnitOfWork, isRefusal, newId, type Platform, type UnitOfWork } from '@waybill/kernel';
import { type Commit, ConcurrencyError, ThrottledError, TransactionConflict } from '@waybill/kernel/platform';
import type { Stream } from '@waybill/kernel/write/event';
import { currentUnit } from '@waybill/kernel/write/unit/unit-of-work';
import { describe, expect, test } from 'vitest';
import { recordedEvent } from '../../support/recorded-event.ts';
import { officer, order } from '../support/asking.ts';
import {
  bay,
  buyVan,
  DriverHired,
  DriverSuspended,
  leaveBay,
  lendVan,
  paintVan,
  plates,
  replateVan,
  sellVan,
  takeBay,
  useYard,
  VanBought,
  VanPainted,
  yard,
} from '../support/garage.ts';
import { meanwhile } from '../support/meanwhile.ts';
import { onEveryPlatform } from '../support/platforms.ts';

const org = officer.orgId;
const [one, two] = [newId('van one'), newId('van two')];
const van = (id: string): Stream => ({ context: 'garage', org, aggregate: 'van', id });
const driver: Stream = { context: 'people', org, aggregate: 'driver', id: 'd1' };
const at = (hour: number) => `2026-05-04T${String(hour).padStart(2, '0')}:00:00.000Z`;

const paint = (unit: UnitOfWork, vanId: string, colour = 'red', key?: string) =>
  paintVan.executeIn(unit, order({ vanId, colour }, key));
const buy = (unit: UnitOfWork, plate: string) => buyVan.executeIn(unit, order({ plate }));
const lend = (unit: UnitOfWork, vanId: string) => lendVan.executeIn(unit, order({ vanId, driverId: 'd1' }));
const take = (unit: UnitOfWork, vanId: string, from: number, to: number) =>
  takeBay.executeIn(unit, order({ vanId, bayId: 'b1', from: at(from), to: at(to) }));
const leave = (unit: UnitOfWork, vanId: string, from: number) =>
  leaveBay.executeIn(unit, order({ vanId, bayId: 'b1', from: at(from) }));

const types = async (platform: Platform, id: string) => (await platform.events.read(van(id))).map(({ type }) => type);
const booked = async (platform: Platform) =>
  (await platform.events.bookings(org, bay, 'b1')).items.map(({ holder, from }) => [holder, from]);

/** Runs the work, and returns what was committed, and how often the work was run. */
const does = async <Result>(platform: Platform, work: (unit: UnitOfWork) => Promise<Result>) => {
  const commits: Partial<Commit>[] = [];
  let times = 0;
  const commit = async (parts: Partial<Commit>) => {
    commits.push(parts);
    await platform.events.commit(parts);
  };
  const result = await inUnitOfWork({ ...platform, events: { ...platform.events, commit } }, (unit) => {
    times++;
    return work(unit);
  });
  return { result, commits, times };
};

onEveryPlatform((open) => {
  /** A world with two vans and a driver who is fit. */
  const garage = async () => {
    const platform = await open();
    const bought = [one, two].map((id) => recordedEvent(VanBought({ plate: id.slice(0, 8) }), van(id)));
    await platform.events.commit({ org, appends: [...bought, recordedEvent(DriverHired({}), driver)] });
    return platform;
  };

  describe('a unit of work that two commands join', () => {
    test('is committed once', async () => {
      const platform = await garage();
      const { result, commits } = await does(platform, async (unit) => [
        await paint(unit, one),
        await take(unit, two, 8, 9),
      ]);
      expect(result).toMatchObject([
        { id: one, version: 2, wrote: true },
        { id: two, version: 2, wrote: true },
      ]);
      expect(commits).toHaveLength(1);
      expect(await types(platform, one)).toEqual(['VanBought', 'VanPainted']);
      expect(await types(platform, two)).toEqual(['VanBought', 'BayTaken']);
      expect(await booked(platform)).toEqual([[two, at(8)]]);
    });

    test('commits nothing where neither writes', async () => {
      const { commits } = await does(await garage(), async (unit) => [await paint(unit, one, 'white')]);
      expect(commits).toEqual([]);
    });

    test('writes nothing of the first when the value that the second claims is taken', async () => {
      const platform = await garage();
      await does(platform, (unit) => buy(unit, 'AB 1'));
      const { result, times } = await does(platform, async (unit) => {
        await paint(unit, one);
        return buy(unit, 'AB 1');
      });
      expect(result).toMatchObject({ refused: 'plate-taken', status: 409, because: { field: 'plate' } });
      expect(times).toBe(1);
      expect(await types(platform, one)).toEqual(['VanBought']);
    });

    test('writes nothing of the first when the second is refused', async () => {
      const platform = await garage();
      const { result, commits } = await does(platform, async (unit) => {
        await paint(unit, one);
        return paint(unit, newId('no such van'));
      });
      expect(result).toMatchObject({ refused: 'van-not-found', status: 404 });
      expect(commits).toEqual([]);
      expect(await types(platform, one)).toEqual(['VanBought']);
    });

    test('writes nothing of the first when the work throws', async () => {
      const platform = await garage();
      const thrown = does(platform, async (unit) => {
        await paint(unit, one);
        throw new Error('out of paint');
      });
      await expect(thrown).rejects.toThrow('out of paint');
      expect(await types(platform, one)).toEqual(['VanBought']);
    });

    test('writes nothing of a command that is refused, where the work continues without it', async () => {
      const platform = await garage();
      await does(platform, (unit) => take(unit, one, 8, 10));
      const { result } = await does(platform, async (unit) => {
        const refused = await take(unit, two, 9, 11);
        await paint(unit, one);
        return { instead: isRefusal(refused) && refused.refused };
      });
      expect(result).toEqual({ instead: 'resource-booked' });
      expect(await types(platform, two)).toEqual(['VanBought']);
      expect(await types(platform, one)).toEqual(['VanBought', 'BayTaken', 'VanPainted']);
      expect(await booked(platform)).toEqual([[one, at(8)]]);
    });

    test('is repeated as a whole when the stream of one has grown', async () => {
      const platform = await garage();
      const blue = recordedEvent(VanPainted({ colour: 'blue' }), van(one), 2);
      const raced = meanwhile(platform, () => platform.events.commit({ org, appends: [blue] }));
      const { result, times, commits } = await does(raced, async (unit) => [
        await take(unit, two, 8, 9),
        await paint(unit, one),
      ]);
      expect(times).toBe(2);
      expect(commits).toHaveLength(2);
      expect(result).toMatchObject([{ version: 2 }, { version: 3 }]);
      expect(await types(platform, one)).toEqual(['VanBought', 'VanPainted', 'VanPainted']);
      expect(await types(platform, two)).toEqual(['VanBought', 'BayTaken']);
      expect(await booked(platform)).toEqual([[two, at(8)]]);
    });

    test('is decided again as a whole when a stream that one has read has grown', async () => {
      const platform = await garage();
      const suspended = recordedEvent(DriverSuspended({}), driver, 2);
      const raced = meanwhile(platform, () => platform.events.commit({ org, appends: [suspended] }));
      const { result, times } = await does(raced, async (unit) => {
        await paint(unit, two);
        return lend(unit, one);
      });
      expect(times).toBe(2);
      expect(result).toMatchObject({ refused: 'driver-unfit' });
      expect([await types(platform, one), await types(platform, two)]).toEqual([['VanBought'], ['VanBought']]);
    });

    test('is given up after five lost races, with nothing written', async () => {
      const platform = await garage();
      const losing = meanwhile(platform, () => Promise.reject(new ConcurrencyError('another request won the race')), 5);
      const { result, times } = await does(losing, async (unit) => [await paint(unit, one), await paint(unit, two)]);
      expect(times).toBe(5);
      expect(result).toMatchObject({ refused: 'busy-try-again', status: 409 });
      expect([await types(platform, one), await types(platform, two)]).toEqual([['VanBought'], ['VanBought']]);
    });
  });

  describe('the second command of a unit of work sees what the first writes', () => {
    test('the events', async () => {
      const platform = await garage();
      const { result } = await does(platform, async (unit) => {
        await sellVan.executeIn(unit, order({ vanId: one, yardId: 'y1' }));
        return paint(unit, one);
      });
      expect(result).toMatchObject({ refused: 'van-sold' });
      expect(await types(platform, one)).toEqual(['VanBought']);
    });

    test('the events that were decided under the same key: they count once', async () => {
      const platform = await garage();
      const { result } = await does(platform, async (unit) => [
        await paint(unit, one, 'red', 'k1'),
        await paint(unit, one, 'red', 'k1'),
      ]);
      expect(result).toMatchObject([
        { version: 2, replayed: false },
        { version: 2, replayed: true },
      ]);
      expect(await types(platform, one)).toEqual(['VanBought', 'VanPainted']);
    });

    test('a booking', async () => {
      const platform = await garage();
      const { result } = await does(platform, async (unit) => {
        await take(unit, one, 8, 10);
        return take(unit, two, 9, 11);
      });
      const conflicts = [{ resource: 'bay', id: 'b1', holder: one, from: at(8), to: at(10) }];
      expect(result).toMatchObject({ refused: 'resource-booked', because: { conflicts } });
      expect(await booked(platform)).toEqual([]);
    });

    test('a booking that is freed: the window is free for another', async () => {
      const platform = await garage();
      await does(platform, (unit) => take(unit, one, 8, 10));
      const { result } = await does(platform, async (unit) => [
        await leave(unit, one, 8),
        await take(unit, two, 8, 10),
      ]);
      expect(result).toMatchObject([{ version: 3 }, { version: 2 }]);
      expect(await booked(platform)).toEqual([[two, at(8)]]);
    });

    test('a booking that it frees: none remains', async () => {
      const platform = await garage();
      await does(platform, async (unit) => [await take(unit, one, 8, 10), await leave(unit, one, 8)]);
      expect(await booked(platform)).toEqual([]);
      expect((await platform.events.counts(org, bay, ['b1'])).get('b1')).toBe(0);
    });

    test('a booking of a non-exclusive resource', async () => {
      const platform = await garage();
      const stay = { vanId: one, bayId: 'y1', from: at(8), to: at(9) };
      const { result } = await does(platform, async (unit) => {
        await useYard.executeIn(unit, order(stay));
        return sellVan.executeIn(unit, order({ vanId: two, yardId: 'y1' }));
      });
      expect(result).toMatchObject({ refused: 'in-use', because: { by: 1 } });
      expect((await platform.events.bookings(org, yard, 'y1')).items).toEqual([]);
    });

    test('a claim', async () => {
      const platform = await garage();
      const { result, commits } = await does(platform, async (unit) => {
        await buy(unit, 'AB 1');
        return buy(unit, 'AB 1');
      });
      expect(result).toMatchObject({ refused: 'plate-taken' });
      expect(commits).toEqual([]);
      expect(await platform.events.holder(org, plates, 'AB 1')).toBeUndefined();
    });

    test('a claim that it releases: the value is free for others', async () => {
      const platform = await garage();
      const { result } = await does(platform, async (unit) => {
        const { id: vanId } = (await buy(unit, 'AB 1')) as CommandResult;
        return replateVan.executeIn(unit, order({ vanId, from: 'AB 1', plate: 'AB 2' }));
      });
      const { id: holder } = result as CommandResult;
      expect(await platform.events.holder(org, plates, 'AB 1')).toBeUndefined();
      expect(await platform.events.holder(org, plates, 'AB 2')).toBe(holder);
    });
  });

  describe('a commit that fails', () => {
    const failing = (platform: Platform, error: Error, times: number) =>
      meanwhile(platform, () => Promise.reject(error), times);
    const throttled = new ThrottledError('throttled', { retryable: true });

    test('because a transaction was throttled is attempted again', async () => {
      const platform = await garage();
      const { result, times } = await does(failing(platform, throttled, 4), (unit) => paint(unit, one));
      expect([result, times]).toMatchObject([{ version: 2 }, 5]);
      expect(await types(platform, one)).toEqual(['VanBought', 'VanPainted']);
    });

    test.each([
      ['a transaction was throttled, is attempted five times', throttled, 5],
      ['of throttling after the SDK’s own retries, is not attempted again', new ThrottledError('throttled'), 1],
      ['of an unknown error, is not attempted again', new Error('no table'), 1],
    ])('because %s, and throws the error', async (_, error, times) => {
      const platform = await garage();
      let attempts = 0;
      const thrown = does(failing(platform, error, Number.POSITIVE_INFINITY), (unit) => {
        attempts++;
        return paint(unit, one);
      });
      await expect(thrown).rejects.toBe(error);
      expect(attempts).toBe(times);
      expect(await types(platform, one)).toEqual(['VanBought']);
    });

    test('because other transactions wrote the same items, five times, is refused with 503', async () => {
      const contended = failing(await garage(), new TransactionConflict('conflict'), 5);
      const { result, times } = await does(contended, (unit) => paint(unit, one));
      expect([result, times]).toMatchObject([{ refused: 'busy-try-again', status: 503 }, 5]);
    });
  });

  describe('the streams of a unit of work', () => {
    const stamp = {
      at: at(12),
      by: officer.userId,
      commandId: newId('command'),
      inputHash: 'input',
      correlationId: 'test',
      causationId: 'test',
    };
    const coats = (...colours: string[]) => colours.map((colour) => VanPainted({ colour }));

    test('number the appended events after the stored ones', async () => {
      const platform = await garage();
      const { result } = await does(platform, async (unit) => {
        const first = await unit.append(van(one), coats('red', 'blue'), stamp);
        const second = await unit.append(van(one), coats('green'), stamp);
        return [...first, ...second].map(({ version }) => version);
      });
      expect(result).toEqual([2, 3, 4]);
      const stored = await platform.events.read(van(one));
      expect(stored.map(({ version, data }) => [version, data.colour])).toEqual([
        [1, undefined],
        [2, 'red'],
        [3, 'blue'],
        [4, 'green'],
      ]);
    });

    test('are a condition of the commit where they are read, unless the read is not guarded', async () => {
      const { commits } = await does(await garage(), async (unit) => {
        await unit.history(van(one));
        await unit.history(van(two), { guarded: false });
        await unit.append(van(newId('van three')), [], stamp);
        await unit.append(driver, [DriverSuspended({})], stamp);
      });
      expect(commits).toMatchObject([{ unchangedStreams: [{ stream: van(one), version: 1 }] }]);
      expect(commits[0]?.unchangedStreams).toHaveLength(1);
      expect(commits[0]).not.toHaveProperty('org');
    });

    test('remain a condition where they are read again without a guard', async () => {
      const { commits } = await does(await garage(), async (unit) => {
        await unit.history(van(one));
        await unit.history(van(one), { guarded: false });
        await unit.append(driver, [DriverSuspended({})], stamp);
      });
      expect(commits).toMatchObject([{ unchangedStreams: [{ stream: van(one), version: 1 }] }]);
    });
  });

  test('a unit of work may have no result', async () => {
    for (const nothing of [null, undefined])
      expect((await does(await garage(), async () => nothing)).result).toBe(nothing);
  });

  test('the unit of work of a request is available to callbacks, and only inside of it', async () => {
    const platform = await garage();
    const { result } = await does(platform, async (unit) => currentUnit() === unit);
    expect(result).toBe(true);
    expect(currentUnit).toThrow('there is no unit of work');
  });
});
