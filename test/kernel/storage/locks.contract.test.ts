import { expect, test } from 'vitest';
import { clockAt, onEveryPlatform } from '../support/platforms.ts';

onEveryPlatform((open) => {
  const world = async () => {
    const clock = clockAt('2026-05-04T12:00:00.000Z');
    return { locks: (await open({ clock })).locks, clockOf: clock };
  };

  test('a lock is held by one holder, until it is released', async () => {
    const { locks } = await world();
    expect(await locks.acquire('job', 'a', 300)).toBe(true);
    expect(await locks.acquire('job', 'b', 300)).toBe(false);
    expect(await locks.acquire('other job', 'b', 300)).toBe(true);
    await locks.release('job', 'a');
    expect(await locks.acquire('job', 'b', 300)).toBe(true);
  });

  test('a lock is not acquired twice, not even by its holder', async () => {
    const { locks } = await world();
    expect(await locks.acquire('job', 'a', 300)).toBe(true);
    expect(await locks.acquire('job', 'a', 300)).toBe(false);
  });

  test('a lock is acquired by one of many concurrent callers', async () => {
    const { locks } = await world();
    const all = await Promise.all(Array.from({ length: 20 }, (_, i) => locks.acquire('job', `${i}`, 300)));
    expect(all.filter(Boolean)).toHaveLength(1);
  });

  test('an expired lock is free', async () => {
    const { locks, clockOf } = await world();
    await locks.acquire('job', 'a', 300);
    clockOf.advance(299.999);
    expect(await locks.acquire('job', 'b', 300)).toBe(false);
    clockOf.advance(0.001);
    expect(await locks.acquire('job', 'b', 300)).toBe(true);
  });

  test('only its holder releases a lock', async () => {
    const { locks, clockOf } = await world();
    await locks.acquire('job', 'a', 300);
    await locks.release('job', 'b');
    expect(await locks.acquire('job', 'b', 300)).toBe(false);
    clockOf.advance(300);
    await locks.acquire('job', 'b', 300);
    await locks.release('job', 'a');
    expect(await locks.acquire('job', 'c', 300)).toBe(false);
  });

  test('a lock without a holder may be released', async () => {
    const { locks } = await world();
    await locks.release('job', 'a');
    expect(await locks.acquire('job', 'b', 300)).toBe(true);
  });

  test('the position of a job is stored until it is deleted', async () => {
    const { locks } = await world();
    expect(await locks.recall('job')).toBeUndefined();
    await locks.remember('job', 'page 1');
    await locks.remember('job', 'page 2');
    await locks.remember('other job', 'page 9');
    expect(await locks.recall('job')).toBe('page 2');
    await locks.remember('job', undefined);
    expect(await locks.recall('job')).toBeUndefined();
    expect(await locks.recall('other job')).toBe('page 9');
  });
});
