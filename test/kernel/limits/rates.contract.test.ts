import { expect, test } from 'vitest';
import { clockAt, onEveryPlatform } from '../support/platforms.ts';

const start = '2026-05-04T12:00:00.000Z';
const window = Date.parse(start) / 60_000;
const seconds = Date.parse(start) / 1000;
const expiresAt = seconds + 480;

onEveryPlatform((open, where) => {
  const world = async (options = {}) => {
    const clock = clockAt(start);
    const { rates } = await open({ clock, ...options });
    return { clock, rates, item: { key: 'a', window } };
  };

  test('an addition answers what all have counted, by field', async () => {
    const { rates, item } = await world();
    expect(await rates.add(item, { counts: { m: 2, 'd-a_B': 1 }, expiresAt })).toEqual({
      counts: { m: 2, 'd-a_B': 1 },
      blocks: {},
    });
    expect(await rates.add(item, { counts: { m: 3, t5: 1 }, expiresAt })).toEqual({
      counts: { m: 5, 'd-a_B': 1, t5: 1 },
      blocks: {},
    });
  });

  test('subjects and windows are counted apart', async () => {
    const { rates, item } = await world();
    await rates.add(item, { counts: { m: 1 }, expiresAt });
    expect((await rates.add({ ...item, key: 'b' }, { counts: { m: 1 }, expiresAt })).counts).toEqual({ m: 1 });
    const next = { ...item, window: window + 1 };
    expect((await rates.add(next, { counts: { m: 1 }, expiresAt })).counts).toEqual({ m: 1 });
  });

  test('simultaneous additions are all counted, and each answer is another number', async () => {
    const { rates, item } = await world();
    const all = await Promise.all(Array.from({ length: 30 }, () => rates.add(item, { counts: { m: 1 }, expiresAt })));
    expect(all.map(({ counts }) => counts.m).toSorted((a, b) => a! - b!)).toEqual(all.map((_, i) => i + 1));
  });

  test('a block is not prolonged by another', async () => {
    const { rates, item } = await world();
    const until = seconds + 300;
    await rates.add(item, { counts: { m: 1 }, blocks: { m: until }, expiresAt });
    expect((await rates.add(item, { counts: {}, blocks: { m: until + 60, t: until }, expiresAt })).blocks).toEqual({
      m: until,
      t: until,
    });
  });

  test('earlier windows of a subject are found by their number, without those that are too old', async () => {
    const { rates, item } = await world();
    for (const ago of [0, 1, 3, 5, 6])
      await rates.add({ ...item, window: window - ago }, { counts: { m: 10 + ago }, blocks: {}, expiresAt });
    await rates.add({ key: 'b', window: window - 2 }, { counts: { m: 1 }, expiresAt });
    const found = await rates.before(item, 5);
    expect([...found].map(([number, { counts }]) => [window - number, counts.m]).toSorted()).toEqual([
      [1, 11],
      [3, 13],
      [5, 15],
    ]);
  });

  test('an expired window is absent, whether or not it was deleted', async () => {
    const { clock, rates, item } = await world();
    await rates.add({ ...item, window: window - 1 }, { counts: { m: 1 }, expiresAt: seconds + 10 });
    clock.advance(9);
    expect((await rates.before(item, 5)).size).toBe(1);
    clock.advance(1);
    expect((await rates.before(item, 5)).size).toBe(0);
  });

  test.runIf(where === 'DynamoDB')('an addition is one call, and one write unit with 70 devices', async () => {
    const units: number[] = [];
    const calls: string[] = [];
    const { rates, item } = await world({
      meter: ({ operation, capacity }: any) => {
        calls.push(operation);
        units.push(capacity[0]?.CapacityUnits ?? 0);
      },
    });
    const devices = Array.from({ length: 70 }, (_, i) => `d-${String(i).padStart(6, '0')}`);
    for (const device of devices) await rates.add(item, { counts: { [device]: 1, m: 1, t0: 1 }, expiresAt });
    expect(new Set(calls)).toEqual(new Set(['Update']));
    expect(calls).toHaveLength(70);
    expect(Math.max(...units)).toBe(1);
  });
});
