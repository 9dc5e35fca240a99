import { createHmac } from 'node:crypto';
import { accessOf, endpoint, pseudonymOf, query, sourceKey, z } from '@waybill/kernel';
import { sourcesOf } from '@waybill/kernel/limits/source';
import { memory } from '@waybill/kernel/memory';
import { alsoLogTo } from '@waybill/kernel/observability/observe';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { clockAt } from '../support/platforms.ts';

const name = '/waybill/test/source-key';
const [ip, otherIp] = ['203.0.113.7', '2001:db8::7'];
const start = '2026-05-04T12:00:00.000Z';

afterEach(() => void vi.useRealTimers());

/** Sources of a stage with that key, its clock, and how often the key was read. */
const stage = (key: string | undefined = 'k1') => {
  const clock = clockAt(start);
  const state = { key: key as string | undefined, reads: 0, get: async () => state.key };
  const parameters = {
    get: (asked: string) => {
      expect(asked).toBe(name);
      state.reads++;
      return state.get();
    },
    put: async () => '',
  };
  return { state, clock, sourceOf: sourcesOf({ parameters, stage: 'test', clock }) };
};

describe('the source of a request', () => {
  test('is the same for one address all day, and differs by day and by address', async () => {
    const { clock, sourceOf } = stage();
    const source = await sourceOf(ip);
    expect(source).toMatch(/^[0-9a-f]{16}$/);
    clock.advance(3_600);
    expect(await sourceOf(ip)).toBe(source);
    expect(await sourceOf(otherIp)).not.toBe(source);
    clock.advance(86_400);
    expect(await sourceOf(ip)).not.toBe(source);
  });

  test('reveals the address only to operators with the key', async () => {
    const source = await stage().sourceOf(ip);
    const guesses = ['', 'k2', '2026-05-04', name].map((key) =>
      createHmac('sha256', key).update(`2026-05-04 ${ip}`).digest('hex').slice(0, 16),
    );
    expect(guesses).not.toContain(source);
    expect(await stage('k2').sourceOf(ip)).not.toBe(source);
    expect(pseudonymOf('k1', ip, new Date(start))).toBe(source);
  });

  test('is absent where there is no key, or no address', async () => {
    const { state, sourceOf } = stage();
    expect(await sourceOf(undefined)).toBeUndefined();
    expect(state.reads).toBe(0);
    state.key = undefined;
    expect(await sourceOf(ip)).toBeUndefined();
  });

  test('is present as soon as there is a key, which is read once for many requests and again after a while', async () => {
    const { clock, state, sourceOf } = stage();
    state.get = async () => {
      throw new Error('throttled');
    };
    expect(await sourceOf(ip)).toBeUndefined();
    state.get = async () => state.key;
    const source = await sourceOf(ip);
    expect(source).toBeDefined();
    for (let i = 0; i < 5; i++) await sourceOf(ip);
    expect(state.reads).toBe(2);
    state.key = 'k2';
    clock.advance(899);
    expect(await sourceOf(ip)).toBe(source);
    clock.advance(2);
    expect(await sourceOf(ip)).not.toBe(source);
  });

  test('is awaited for at most a second', async () => {
    vi.useFakeTimers();
    const { state, sourceOf } = stage();
    state.get = () => new Promise(() => undefined);
    const asking = sourceOf(ip);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await asking).toBeUndefined();
  });
});

describe('the log line of a response', () => {
  const spec = { summary: 'Says so', input: z.strictObject({}), output: z.object({}) };
  const open = endpoint({
    ...spec,
    route: 'POST /open',
    role: 'anyone',
    answer: async () => ({ body: {} }),
  });
  const asked = query({ ...spec, route: 'GET /asked', role: 'anyone', reads: {}, answer: async () => ({}) });
  const closed = query({ ...spec, route: 'GET /closed', role: 'auditor', reads: {}, answer: async () => ({}) });
  const platform = memory({ clock: () => new Date(start), parameters: { [name]: 'k1' } });
  const callerContext = { sub: 'jo', orgId: 'acme', orgType: 'Customer', role: 'auditor' };

  const lineOf = async (fn: any, authorizer?: object) => {
    const lines: string[] = [];
    onTestFinished(alsoLogTo((line) => void lines.push(line)));
    await fn.with(platform)({ requestContext: { requestId: 'r-1', identity: { sourceIp: ip }, authorizer } });
    expect(lines.join()).not.toContain(ip);
    return lines.map((line) => JSON.parse(line)).find(({ message }) => message === 'answered');
  };

  test.each([
    ['a call', open],
    ['a query', asked],
  ])('of %s that is open has the source as a pseudonym, and the request id', async (_, fn) => {
    expect(await lineOf(fn)).toMatchObject({ request: 'r-1', source: pseudonymOf('k1', ip, new Date(start)) });
    expect(accessOf(fn.definition)).toContainEqual({ of: sourceKey, access: 'read', guarded: false });
  });

  test('of a function behind the authorizer repeats the authorizer’s source, and needs no key', async () => {
    expect(await lineOf(closed, { ...callerContext, source: 'abc' })).toMatchObject({ request: 'r-1', source: 'abc' });
    expect(await lineOf(closed, callerContext)).not.toHaveProperty('source');
    expect(accessOf(closed.definition)).toEqual([]);
  });
});
