import { keptToken, sessions, users } from '@waybill/auth';
import { auth } from '@waybill/auth/library';
import { currentUnit, digest, inUnitOfWork, isRefusal, newId, Problem, recordStore } from '@waybill/kernel';
import { beforeAll, describe, expect, test } from 'vitest';
import { signUps } from '#functions/identity/domain/account/sign-ups';
import { clockAt, onEveryPlatform } from '../kernel/support/platforms.ts';
import { ask, comparable, goodPassword, otherPassword, someEmail } from './support/identity-in-memory.ts';

// The library ships no adapter tests of its own: `better-auth/test` starts whole instances on SQL databases, and its
// adapter kit is another package, which does not exist for this version.

const start = '2026-05-04T12:00:00.000Z';
const inAnHour = new Date(Date.parse(start) + 3_600_000);

type Adapter = Awaited<ReturnType<typeof auth>['$context']>['adapter'];
type Where = NonNullable<Parameters<Adapter['findMany']>[0]['where']>;

/** The calls of the library to its adapter. */
const adapterOf = async (): Promise<Adapter> => {
  return (await auth({ secret: 'x'.repeat(43), webUrl: 'http://localhost' }).$context).adapter;
};

const user = (more: object = {}) => ({
  name: 'Ada',
  email: someEmail(),
  emailVerified: false,
  createdAt: new Date(start),
  updatedAt: new Date(start),
  ...more,
});

const session = (userId: string, more: object = {}) => ({
  userId,
  token: newId(),
  expiresAt: inAnHour,
  createdAt: new Date(start),
  updatedAt: new Date(start),
  ...more,
});

onEveryPlatform((open) => {
  let adapter: Adapter;
  beforeAll(async () => {
    adapter = await adapterOf();
  });

  const world = async () => {
    const clock = clockAt(start);
    const platform = await open({ clock });
    const doing = async <T>(work: () => Promise<T>): Promise<T> => {
      const result = await inUnitOfWork(platform, work);
      if (isRefusal(result)) throw Problem.of(result);
      return result;
    };
    return { clock, platform, doing };
  };

  const create = (model: string, data: object) => adapter.create<any, any>({ model, data: data as any });
  const one = (model: string, where: Where) => adapter.findOne<any>({ model, where });
  const by = (field: string, value: unknown, more: object = {}) => ({ field, value, ...more }) as Where[number];

  /** Six sessions of one user, each with an address, created a minute apart. */
  const six = async (doing: Awaited<ReturnType<typeof world>>['doing']) => {
    const userId = newId();
    const addresses = ['10.0.0.1', '10.0.0.2', '10.0.1.1', '192.168.0.1', null, 'FE80::1'];
    await doing(async () => {
      for (const [i, ipAddress] of addresses.entries())
        await create('session', session(userId, { ipAddress, createdAt: new Date(Date.parse(start) + i * 60_000) }));
    });
    const found = (...where: Where) =>
      doing(async () => {
        const rows = await adapter.findMany<any>({ model: 'session', where: [by('userId', userId), ...where] });
        return rows.map(({ ipAddress }) => addresses.indexOf(ipAddress)).toSorted();
      });
    return { userId, found, at: (i: number) => new Date(Date.parse(start) + i * 60_000) };
  };

  describe('records', () => {
    test('are found by their indexed fields, with times as `Date`', async () => {
      const { doing } = await world();
      const made = await doing(() => create('user', user({ email: 'ada@example.com', username: 'ada' })));
      expect(made).toMatchObject({ id: expect.any(String), createdAt: new Date(start) });
      for (const where of [by('id', made.id), by('email', 'ada@example.com'), by('username', 'ada')])
        expect(await doing(() => one('user', [where]))).toMatchObject({ id: made.id, createdAt: new Date(start) });
      expect(await doing(() => one('user', [by('email', 'eve@example.com')]))).toBeNull();
    });

    test('are visible in the unit of work that wrote them before it commits', async () => {
      const { doing } = await world();
      const other = await world();
      await doing(async () => {
        const { id } = await create('user', user({ email: 'ada@example.com' }));
        await adapter.update({ model: 'user', where: [by('id', id)], update: { name: 'Ada B.' } });
        expect(await one('user', [by('email', 'ada@example.com')])).toMatchObject({ id, name: 'Ada B.' });
        await adapter.update({ model: 'user', where: [by('id', id)], update: { email: 'b@example.com' } });
        expect(await one('user', [by('email', 'ada@example.com')])).toBeNull();
        expect(await one('user', [by('email', 'b@example.com')])).toMatchObject({ id });
        await create('session', session(id));
        expect(await adapter.count({ model: 'session', where: [by('userId', id)] })).toBe(1);
        expect(await other.doing(() => one('user', [by('id', id)]))).toBeNull();
      });
    });

    test('are not written when the unit of work fails', async () => {
      const { doing } = await world();
      const failing = doing(async () => {
        await create('user', user({ email: 'ada@example.com' }));
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');
      expect(await doing(() => one('user', [by('email', 'ada@example.com')]))).toBeNull();
    });

    test('are changed one at a time, or all that match', async () => {
      const { doing } = await world();
      const { userId } = await six(doing);
      const of = (...more: Where): Where => [by('userId', userId), ...more];
      const changed = await doing(() =>
        adapter.update<any>({
          model: 'session',
          where: of(by('ipAddress', '10.0.0.1')),
          update: { userAgent: 'curl' },
        }),
      );
      expect(changed).toMatchObject({ ipAddress: '10.0.0.1', userAgent: 'curl' });
      const where = of(by('ipAddress', '10.', { operator: 'starts_with' }));
      const many = await doing(() => adapter.updateMany({ model: 'session', where, update: { userAgent: 'wget' } }));
      expect(many).toBe(3);
      const left = await doing(() => adapter.count({ model: 'session', where: of(by('userAgent', 'wget')) }));
      expect(left).toBe(3);
      expect(
        await doing(() => adapter.update({ model: 'session', where: [by('id', newId())], update: { userAgent: '' } })),
      ).toBeNull();
    });

    test('are deleted one at a time, or all that match', async () => {
      const { doing } = await world();
      const { userId } = await six(doing);
      const of = (...more: Where): Where => [by('userId', userId), ...more];
      const count = () => doing(() => adapter.count({ model: 'session', where: of() }));
      await doing(() => adapter.delete({ model: 'session', where: of(by('ipAddress', '10.0.0.1')) }));
      expect(await count()).toBe(5);
      await doing(() => adapter.delete({ model: 'session', where: of(by('ipAddress', '10.0.0.1')) }));
      expect(await count()).toBe(5);
      const some = of(by('ipAddress', '10.', { operator: 'starts_with' }));
      expect(await doing(() => adapter.deleteMany({ model: 'session', where: some }))).toBe(2);
      expect(await doing(() => adapter.deleteMany({ model: 'session', where: of() }))).toBe(3);
      expect(await count()).toBe(0);
    });

    test('are deleted in one transaction together with the events about them', async () => {
      const { doing, platform } = await world();
      const userId = newId();
      const ids: string[] = [];
      for (let i = 0; i < 6; i++)
        await doing(async () => {
          for (let j = 0; j < 10; j++) ids.push((await create('session', session(userId))).id);
        });
      const stream = (id: string) => ({ context: 'identity', org: '-', aggregate: 'session', id });
      await doing(async () => {
        const fact = { type: 'SessionRevoked', revision: 1, data: { userId, why: 'by-user' } };
        const origin = { commandId: 'c', inputHash: 'c', correlationId: 'c', causationId: 'c' };
        const stamp = { at: start, by: 'test', ...origin };
        for (const { id } of await currentUnit().findBy(sessions, 'userId', userId)) {
          await currentUnit().delete(sessions, id);
          await currentUnit().append(stream(id), [fact], stamp);
        }
      });
      expect(await platform.records.findBy(sessions, 'userId', userId)).toEqual([]);
      const histories = await Promise.all(ids.map((id) => platform.events.read(stream(id))));
      expect(histories.map(({ length }) => length)).toEqual(ids.map(() => 1));
    });
  });

  describe('operators', () => {
    test('compare', async () => {
      const { doing } = await world();
      const { found, at } = await six(doing);
      const when = (operator: string, i: number) => found(by('createdAt', at(i), { operator }));
      expect(await found(by('ipAddress', '10.0.0.2'))).toEqual([1]);
      expect(await found(by('ipAddress', null))).toEqual([4]);
      expect(await found(by('ipAddress', '10.0.0.2', { operator: 'ne' }))).toEqual([0, 2, 3, 4, 5]);
      expect(await found(by('ipAddress', null, { operator: 'ne' }))).toEqual([0, 1, 2, 3, 5]);
      expect(await when('gt', 3)).toEqual([4, 5]);
      expect(await when('gte', 3)).toEqual([3, 4, 5]);
      expect(await when('lt', 2)).toEqual([0, 1]);
      expect(await when('lte', 2)).toEqual([0, 1, 2]);
      expect(await found(by('ipAddress', '0', { operator: 'gt' }))).toEqual([0, 1, 2, 3, 5]);
    });

    test('search lists and texts', async () => {
      const { doing } = await world();
      const { found } = await six(doing);
      const address = (operator: string, value: unknown, more: object = {}) =>
        found(by('ipAddress', value, { operator, ...more }));
      expect(await address('in', ['10.0.0.1', '192.168.0.1', 'nowhere'])).toEqual([0, 3]);
      expect(await address('not_in', ['10.0.0.1', '192.168.0.1'])).toEqual([1, 2, 4, 5]);
      expect(await address('contains', '0.1')).toEqual([0, 2, 3]);
      expect(await address('starts_with', '10.0.0')).toEqual([0, 1]);
      expect(await address('ends_with', '.1')).toEqual([0, 2, 3]);
      expect(await address('starts_with', 'fe80')).toEqual([]);
      expect(await address('starts_with', 'fe80', { mode: 'insensitive' })).toEqual([5]);
      expect(await address('eq', 'fe80::1', { mode: 'insensitive' })).toEqual([5]);
      expect(await address('in', ['fe80::1'], { mode: 'insensitive' })).toEqual([5]);
    });

    test('are combined by AND or OR', async () => {
      const { doing } = await world();
      const { found, at, userId } = await six(doing);
      const late = by('createdAt', at(1), { operator: 'gt' });
      expect(await found(by('ipAddress', '.1', { operator: 'ends_with' }), late)).toEqual([2, 3]);
      const or = { connector: 'OR' };
      const either = [by('ipAddress', '10.0.0.1', or), by('ipAddress', '192.168.0.1', or)];
      expect(await found(...either)).toEqual([0, 3]);
      expect(await found(...either, late)).toEqual([3]);
      const others = newId();
      await doing(() => create('session', session(others)));
      const where = [by('userId', userId, or), by('userId', others, or)];
      expect(await doing(() => adapter.count({ model: 'session', where }))).toBe(7);
      const listed = [by('userId', [userId, others, userId], { operator: 'in' })];
      expect(await doing(() => adapter.count({ model: 'session', where: listed }))).toBe(7);
    });

    test('sort and paginate', async () => {
      const { doing } = await world();
      const { userId } = await six(doing);
      const page = (direction: 'asc' | 'desc', limit: number, offset?: number) =>
        doing(async () => {
          const where = [by('userId', userId)];
          const sortBy = { field: 'createdAt', direction };
          const rows = await adapter.findMany<any>({
            model: 'session',
            where,
            sortBy,
            limit,
            ...(offset && { offset }),
          });
          return rows.map(({ createdAt }) => (createdAt.getTime() - Date.parse(start)) / 60_000);
        });
      expect(await page('asc', 10)).toEqual([0, 1, 2, 3, 4, 5]);
      expect(await page('desc', 2)).toEqual([5, 4]);
      expect(await page('asc', 2, 3)).toEqual([3, 4]);
      expect(await page('desc', 10, 5)).toEqual([0]);
    });

    test('never scan all records of a model', async () => {
      const { doing } = await world();
      const all: Where[] = [
        [],
        [by('name', 'Ada')],
        [by('email', 'a', { operator: 'starts_with' })],
        [by('createdAt', new Date(start), { operator: 'lt' })],
        [by('id', 'a', { connector: 'OR' }), by('name', 'Ada', { connector: 'OR' })],
      ];
      for (const where of all)
        await expect(doing(() => adapter.findMany({ model: 'user', where }))).rejects.toThrow(
          'user cannot be found by',
        );
      await expect(doing(() => adapter.deleteMany({ model: 'session', where: [] }))).rejects.toThrow('cannot be found');
    });
  });

  describe('an expired record', () => {
    test('is not found, whether it was deleted or not', async () => {
      const { clock, doing } = await world();
      const userId = newId();
      const { id, token } = await doing(() => create('session', session(userId)));
      clock.advance(3_599);
      expect(await doing(() => one('session', [by('id', id)]))).toMatchObject({ id });
      clock.advance(1);
      for (const where of [by('id', id), by('token', token), by('userId', userId)])
        expect(await doing(() => one('session', [where]))).toBeNull();
      expect(await doing(() => adapter.count({ model: 'session', where: [by('userId', userId)] }))).toBe(0);
    });

    test('frees its unique values', async () => {
      const { clock, doing } = await world();
      const token = newId();
      const [first, second] = [newId(), newId()];
      await doing(() => create('session', session(first, { token })));
      await expect(doing(() => create('session', session(second, { token })))).rejects.toMatchObject({
        code: 'token-taken',
      });
      clock.advance(3_601);
      const until = new Date(clock().getTime() + 60_000);
      await doing(() => create('session', session(second, { token, expiresAt: until })));
      expect(await doing(() => one('session', [by('token', token)]))).toMatchObject({ userId: second });
    });
  });

  describe('a session’s token', () => {
    test('is stored as a hash and found by its clear text', async () => {
      const { doing, platform } = await world();
      const userId = newId();
      const made = await doing(() => create('session', session(userId, { token: 'the token' })));
      expect(made.token).toBe('the token');
      const [kept] = await platform.records.findBy(sessions, 'userId', userId);
      expect(kept!.data.token).toBe(keptToken('the token'));
      expect(JSON.stringify(kept)).not.toContain('the token');
      expect(await doing(() => one('session', [by('token', 'the token')]))).toMatchObject({ token: 'the token' });
      expect(await doing(() => one('session', [by('userId', userId)]))).toMatchObject({ token: kept!.data.token });
      expect(await doing(() => one('session', [by('token', kept!.data.token)]))).toBeNull();
      const listed = [by('token', ['the token', 'another'], { operator: 'in' })];
      expect(await doing(() => adapter.findMany({ model: 'session', where: listed }))).toMatchObject([
        { token: 'the token' },
      ]);
      const where = [by('token', 'the token')];
      const changed = await doing(() =>
        adapter.update<any>({ model: 'session', where, update: { token: 'a new token' } }),
      );
      expect(changed.token).toBe('a new token');
      expect(await doing(() => one('session', where))).toBeNull();
      expect(await doing(() => one('session', [by('token', 'a new token')]))).toMatchObject({ id: made.id });
    });
  });

  describe('a unique field', () => {
    test('is unique among simultaneous writes', async () => {
      const { doing } = await world();
      await doing(() => create('user', user({ email: 'ada@example.com', username: 'ada' })));
      const claim = async (more: object) =>
        doing(() => create('user', user(more))).then(
          () => 'made',
          (e) => e,
        );
      expect(await claim({ email: 'ada@example.com' })).toMatchObject({
        code: 'email-taken',
        reasons: { field: 'email' },
      });
      expect(await claim({ username: 'ada' })).toMatchObject({
        code: 'username-taken',
        reasons: { field: 'username' },
      });
      expect(await claim({})).toBe('made');
      expect(await claim({})).toBe('made');
    });

    test('is free for others after a change or a deletion', async () => {
      const { doing } = await world();
      const { id } = await doing(() => create('user', user({ email: 'ada@example.com', username: 'ada' })));
      const where = [by('id', id)];
      await doing(() => adapter.update({ model: 'user', where, update: { email: 'b@example.com' } }));
      const next = await doing(() => create('user', user({ email: 'ada@example.com' })));
      expect(await doing(() => one('user', [by('email', 'ada@example.com')]))).toMatchObject({ id: next.id });
      await expect(
        doing(() => adapter.update({ model: 'user', where, update: { email: 'ada@example.com' } })),
      ).rejects.toMatchObject({ code: 'email-taken' });
      await doing(() => adapter.delete({ model: 'user', where }));
      expect(await doing(() => create('user', user({ email: 'b@example.com', username: 'ada' })))).toBeDefined();
    });
  });

  describe('an atomic operation', () => {
    test('consumes a record once for simultaneous requests', async () => {
      const { doing } = await world();
      await doing(() => create('verification', verification('link', 'ada')));
      const take = () =>
        doing(
          async () =>
            (await adapter.consumeOne<any>({ model: 'verification', where: [by('identifier', 'link')] }))?.value,
        );
      expect(await doing(() => one('verification', [by('identifier', 'link')]))).toMatchObject({ value: 'ada' });
      const taken = await Promise.all([take(), take(), take()].map((it) => it.catch(() => 'busy')));
      expect(taken.filter((value) => value === 'ada')).toHaveLength(1);
      expect(await take()).toBeUndefined();
    });

    test('increments a counter once for each request', async () => {
      const { doing } = await world();
      const row = { userId: newId(), secret: 's', backupCodes: 'b', verified: true, failedVerificationCount: 0 };
      const { id } = await doing(() => create('twoFactor', row));
      const where = [by('id', id)];
      const add = (): Promise<unknown> =>
        doing(() => adapter.incrementOne({ model: 'twoFactor', where, increment: { failedVerificationCount: 1 } }));
      await Promise.all([add(), add(), add()]);
      expect(await doing(() => one('twoFactor', where))).toMatchObject({ failedVerificationCount: 3 });
      const guarded = [...where, by('failedVerificationCount', 4, { operator: 'gte' })];
      const set = { lockedUntil: inAnHour };
      const none = await doing(() => adapter.incrementOne({ model: 'twoFactor', where: guarded, increment: {}, set }));
      expect(none).toBeNull();
      await add();
      expect(
        await doing(() => adapter.incrementOne({ model: 'twoFactor', where: guarded, increment: {}, set })),
      ).toMatchObject({ lockedUntil: inAnHour, failedVerificationCount: 4 });
    });
  });

  describe('simultaneous requests', () => {
    const counters = recordStore<{ count: number }>('identity', 'counter');

    test('retry the slower one with the result of the faster one', async () => {
      const { doing, platform } = await world();
      let tries = 0;
      await doing(async () => {
        tries++;
        const was = (await currentUnit().get(counters, 'a'))?.data.count ?? 0;
        // Another request writes between read and write, the first time.
        if (tries === 1) await doing(() => currentUnit().put(counters, 'a', { count: 10 }));
        await currentUnit().put(counters, 'a', { count: was + 1 });
      });
      expect(tries).toBe(2);
      expect((await platform.records.get(counters, 'a'))?.data).toEqual({ count: 11 });
    });

    test('retry it also if it found the record by another index', async () => {
      const { doing, platform } = await world();
      const { id } = await doing(() => create('user', user({ email: 'ada@example.com' })));
      let tries = 0;
      await doing(async () => {
        tries++;
        const found = await currentUnit().findByUnique(users, 'email', 'ada@example.com');
        if (tries === 1)
          await doing(() => adapter.update({ model: 'user', where: [by('id', id)], update: { name: 'B' } }));
        await currentUnit().put(users, id, { ...found!.data, username: 'ada' });
      });
      expect((await platform.records.get(users, id))?.data).toMatchObject({ name: 'B', username: 'ada' });
    });

    test('lose no increment of a counter', async () => {
      const { doing, platform } = await world();
      const count = (): Promise<void> =>
        doing(async () => {
          const was = (await currentUnit().get(counters, 'a'))?.data.count ?? 0;
          await currentUnit().put(counters, 'a', { count: was + 1 });
        });
      const done = await Promise.all(
        Array.from({ length: 8 }, () =>
          count().then(
            () => 1,
            () => 0,
          ),
        ),
      );
      const counted = done.filter((it) => it === 1).length;
      expect(counted).toBeGreaterThan(0);
      expect((await platform.records.get(counters, 'a'))?.data).toEqual({ count: counted });
    });

    test('get the same answer when they sign up with one address, and share one record', async () => {
      const { platform } = await world();
      const email = someEmail();
      const up = (n: number, password: string) =>
        ask(platform, 'signUp', { email, password, name: `Ada ${n}`, username: `ada.${n}` });
      const answers = (await Promise.all([up(1, goodPassword), up(2, otherPassword)])).map(comparable);
      expect(answers[0]).toMatchObject({ status: 202 });
      expect(answers[1]).toEqual(answers[0]);
      expect((await platform.records.get(signUps, digest(email)))?.data.waiting).toHaveLength(2);
      expect(await platform.records.findByUnique(users, 'email', email)).toBeUndefined();
    });
  });

  const verification = (identifier: string, value: string) => ({
    identifier,
    value,
    expiresAt: inAnHour,
    createdAt: new Date(start),
    updatedAt: new Date(start),
  });
});
