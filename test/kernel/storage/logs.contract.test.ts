import { log } from '@waybill/kernel';
import { expect, test } from 'vitest';
import { clockAt, onEveryPlatform } from '../support/platforms.ts';

const weather = log('platform', 'weather');

onEveryPlatform((open) => {
  const opened = async () => {
    const clock = clockAt('2026-05-04T12:00:00.000Z');
    const { logs } = await open({ clock });
    const note = (sort: string, data: object = {}, seconds = 60, subject = 'here') =>
      logs.append(weather, subject, { sort, data }, seconds);
    const latest = async (limit = 10, subject = 'here') =>
      (await logs.latest(weather, subject, limit)).map(({ sort }) => sort);
    return { clock, logs, note, latest };
  };

  test('entries are read newest first, up to a limit', async () => {
    const { note, latest } = await opened();
    for (const sort of ['b', 'a', 'c']) await note(sort);
    expect(await latest()).toEqual(['c', 'b', 'a']);
    expect(await latest(2)).toEqual(['c', 'b']);
  });

  test('entries may be read from one on, and before another', async () => {
    const { logs, note } = await opened();
    for (const sort of ['a', 'b', 'b2', 'c', 'd']) await note(sort);
    const range = async (range: { from?: string; before?: string }, limit = 10) =>
      (await logs.latest(weather, 'here', limit, range)).map(({ sort }) => sort);
    expect(await range({ from: 'b' })).toEqual(['d', 'c', 'b2', 'b']);
    expect(await range({ before: 'c' })).toEqual(['b2', 'b', 'a']);
    expect(await range({ before: 'bb' })).toEqual(['b2', 'b', 'a']);
    expect(await range({ from: 'b', before: 'c' })).toEqual(['b2', 'b']);
    expect(await range({ before: 'd' }, 2)).toEqual(['c', 'b2']);
    expect([await range({ from: 'c', before: 'c' }), await range({ from: 'c', before: 'b' })]).toEqual([[], []]);
  });

  test('many entries are put at once, and of two with the same key the last remains', async () => {
    const { logs, latest } = await opened();
    const sorts = Array.from({ length: 60 }, (_, i) => `${i}`.padStart(2, '0'));
    const noted = (sort: string, data = {}) => ({ log: weather, subject: 'here', entry: { sort, data }, seconds: 60 });
    await logs.appendMany([...sorts.map((sort) => noted(sort)), noted('59', { sky: 'blue' })]);
    expect(await latest(100)).toEqual(sorts.toReversed());
    expect((await logs.latest(weather, 'here', 1))[0]).toEqual({ sort: '59', data: { sky: 'blue' } });
    await logs.appendMany([]);
  });

  test('an entry is deleted, and no other; deleting an unknown one has no effect', async () => {
    const { logs, note, latest } = await opened();
    for (const sort of ['a', 'b']) await note(sort);
    await note('a', {}, 60, 'there');
    await logs.remove(weather, 'here', 'a');
    await logs.remove(weather, 'here', 'a');
    expect(await latest()).toEqual(['b']);
    expect(await latest(10, 'there')).toEqual(['a']);
  });

  test('an entry is read as it was written, and the last write counts', async () => {
    const { logs, note } = await opened();
    await note('a', { sky: 'grey' });
    await note('a', { sky: 'blue', clouds: [1, 2] });
    expect(await logs.latest(weather, 'here', 10)).toEqual([{ sort: 'a', data: { sky: 'blue', clouds: [1, 2] } }]);
  });

  test('every subject has its own entries', async () => {
    const { note, latest } = await opened();
    await note('a');
    await note('b', {}, 60, 'there');
    expect([await latest(), await latest(10, 'there'), await latest(10, 'nowhere')]).toEqual([['a'], ['b'], []]);
  });

  test('an entry is absent when it has expired, deleted or not', async () => {
    const { clock, note, latest } = await opened();
    await note('a', {}, 60);
    await note('b', {}, 120);
    clock.advance(59);
    expect(await latest()).toEqual(['b', 'a']);
    clock.advance(1);
    expect(await latest()).toEqual(['b']);
  });
});
