import {
  type Authentication,
  authentication,
  authenticationBy,
  type Budget,
  budgets,
  ConcurrencyError,
  endpoint,
  expired,
  newId,
  type Platform,
  parameter,
  problem,
  query,
  recordStore,
  schedule,
  z,
} from '@waybill/kernel';
import { accessOf } from '@waybill/kernel/access/access-of';
import { newOnce } from '@waybill/kernel/access/declared/once';
import { memory } from '@waybill/kernel/memory';
import { problemsOf } from '@waybill/kernel/problems/problems-of';
import { describe, expect, test } from 'vitest';
import { ask } from './support/asking.ts';
import { VanPainted, van } from './support/garage.ts';
import { meanwhile } from './support/meanwhile.ts';
import { clockAt, onEveryPlatform } from './support/platforms.ts';

const start = '2026-05-04T12:00:00.000Z';
const badges = recordStore<{ readonly owner: string }>('garage', 'badge', { unique: ['owner'] });
const visits = recordStore<{ readonly count: number }>('garage', 'visit');

/** The platform, whose first commits fail as if another request had won the race. */
const contested = (platform: Platform, times: number): Platform =>
  meanwhile(
    platform,
    () => {
      throw new ConcurrencyError('another request won the race');
    },
    times,
  );

describe('an operation run once per request', () => {
  const washes: Budget = { name: 'wash', most: 3, seconds: 3600, counts: 'requests' };

  const washing = (log: string[], names: readonly string[]) =>
    endpoint({
      summary: 'Wash a van',
      route: 'POST /vans/{vanId}/washes',
      role: 'agent',
      input: z.strictObject({ vanId: z.string() }),
      writes: { visits },
      uses: { budgets },
      output: z.object({ granted: z.array(z.boolean()), soap: z.string() }),
      answer: async ({ vanId }, { visits, budgets }, { once }) => {
        log.push('attempt');
        const soap = await once('soap', async () => {
          log.push('soap');
          return newId();
        });
        const granted: boolean[] = [];
        for (const name of names) granted.push((await budgets([{ budget: washes, key: name }])).granted);
        await visits.put(vanId, { count: 1 });
        return { body: { granted, soap } };
      },
    });
  const asked = { path: { vanId: newId('van') }, body: {} };

  test('is not repeated when its unit of work is retried, and a budget is charged once', async () => {
    const [log, platform] = [[] as string[], memory()];
    const wash = washing(log, ['red']);
    for (let times = 0; times < washes.most; times++)
      expect((await ask(contested(platform, 2), wash, asked)).body.granted).toEqual([true]);
    const request = ['attempt', 'soap', 'attempt', 'attempt'];
    expect(log).toEqual([...request, ...request, ...request]);
    expect((await ask(platform, wash, asked)).body.granted).toEqual([false]);
  });

  test('is run again for each request, and for each budget and key', async () => {
    const [log, platform] = [[] as string[], memory()];
    const wash = washing(log, ['red', 'blue', 'red']);
    const first = await ask(platform, wash, asked);
    const second = await ask(platform, wash, asked);
    expect(first.body.soap).not.toBe(second.body.soap);
    expect([first, second].map(({ body }) => body.granted)).toEqual([
      [true, true, true],
      [true, true, true],
    ]);
    // Twice in one request is one use.
    expect((await ask(platform, washing(log, ['red']), asked)).body.granted).toEqual([true]);
    expect((await ask(platform, washing(log, ['red']), asked)).body.granted).toEqual([false]);
  });

  test('is retried after it failed', async () => {
    const once = newOnce();
    let times = 0;
    const work = async () => {
      times++;
      if (times === 1) throw new Error('no');
      return times;
    };
    await expect(once('a', work)).rejects.toThrow('no');
    expect([await once('a', work), await once('a', work), await once('b', async () => 'b')]).toEqual([2, 2, 'b']);
  });
});

onEveryPlatform((open, where) => {
  describe(`expired records (${where})`, () => {
    const sweep = schedule({
      name: 'sweepBadges',
      every: 'rate(1 day)',
      writes: { expiredBadges: expired(badges) },
      page: async ({ expiredBadges }, _, { now }) => {
        const found = await expiredBadges.find(now().toISOString(), 100);
        return { affected: await expiredBadges.delete(found) };
      },
    });
    const inSeconds = (seconds: number) => new Date(Date.parse(start) + seconds * 1000).toISOString();
    const issue = (platform: Platform, id: string, expiresAt: string) =>
      platform.events.commit({
        records: [{ store: badges, id, before: undefined, after: { data: { owner: `owner ${id}` }, expiresAt } }],
      });
    const left = async (platform: Platform) =>
      (await platform.records.findExpired(badges, '9999', 1_000)).map(({ id }) => id).toSorted();

    test('are found and deleted, in any number, and others are not', async () => {
      const clock = clockAt(start);
      const platform = await open({ clock });
      await Promise.all(Array.from({ length: 20 }, (_, i) => issue(platform, `b${i}`, inSeconds(60))));
      await issue(platform, 'later', inSeconds(120));
      clock.advance(61);
      expect(await sweep.with(platform)({})).toMatchObject({ affected: 20 });
      expect(await left(platform)).toEqual(['later']);
      expect(await sweep.with(platform)({})).toMatchObject({ affected: 0 });
    });

    test('that have changed since they were found remain, and do not prevent the deletion of others', async () => {
      const clock = clockAt(start);
      const platform = await open({ clock });
      for (let i = 0; i < 5; i++) await issue(platform, `b${i}`, inSeconds(60));
      clock.advance(61);
      const findExpired: Platform['records']['findExpired'] = async (...asked) => {
        const found = await platform.records.findExpired(...asked);
        const changed = found.find(({ id }) => id === 'b3');
        if (changed)
          await platform.events.commit({
            records: [
              { store: badges, id: 'b3', before: changed, after: { data: changed.data, expiresAt: inSeconds(600) } },
            ],
          });
        return found;
      };
      const meddling = { ...platform, records: { ...platform.records, findExpired } };
      expect(await sweep.with(meddling)({})).toMatchObject({ affected: 4 });
      expect(await left(platform)).toEqual(['b3']);
    });

    test('are not deleted when the commit fails for another reason', async () => {
      const clock = clockAt(start);
      const platform = await open({ clock });
      await issue(platform, 'b', inSeconds(60));
      clock.advance(61);
      const commit = () => Promise.reject(new Error('no table'));
      const broken = { ...platform, events: { ...platform.events, commit } };
      await expect(sweep.with(broken)({})).rejects.toThrow('no table');
      expect(await left(platform)).toEqual(['b']);
    });

    test('give the function access to read the index and write the store', () => {
      expect(accessOf(sweep.definition)).toMatchObject([
        { of: { kind: 'expired', store: badges }, access: 'read' },
        { of: badges, access: 'readWrite' },
      ]);
    });
  });
});

describe('an authentication', () => {
  interface Guest {
    readonly name: string;
  }
  const asleep = problem('asleep', 403, 'The guard is asleep.');
  const noBadge = problem('no-badge', 401, 'There is no badge.');
  const caller = { userId: 'Ada', orgId: '-', orgType: '-', role: 'auditor' } as const;
  const looking: Authentication<Guest> = authentication({
    refuses: [noBadge],
    authenticate: async ({ header }) => (header('badge') ? { person: { name: 'Ada' }, caller } : noBadge()),
  });
  const writing: Authentication<Guest> = authentication({
    reads: { secret: parameter('guard', { optional: true }) },
    writes: { badges, van },
    refuses: [asleep],
    commitsOn: [asleep],
    authenticate: async (_, { badges, van }) => {
      await badges.put('b1', { owner: 'Ada' });
      await van.append('v1', VanPainted({ colour: 'red' }), { org: 'acme', by: 'Ada', impersonatedBy: 'Kim' });
      return asleep();
    },
  });
  const guard = authenticationBy(({ route = '', whileActing }) =>
    route.startsWith('GET ') || whileActing === 'always' ? looking : writing,
  );
  const common = {
    input: z.strictObject({}),
    output: z.object({ name: z.string() }),
    role: 'person',
    as: guard,
  } as const;
  const look = query({
    ...common,
    summary: 'Look into the garage',
    route: 'GET /garage',
    reads: {},
    answer: async (_, __, { person }) => ({ name: person.name }),
  });
  const enter = endpoint({
    ...common,
    summary: 'Enter the garage',
    route: 'POST /garage',
    answer: async (_, __, { person }) => ({ body: { name: person.name } }),
  });
  const leave = endpoint({ ...enter.definition, route: 'POST /garage/exit', whileActing: 'always' });

  test('is the one chosen for the route', async () => {
    const badge = { as: null, headers: { badge: 'b1' } };
    expect((await ask(memory(), look, badge)).body).toEqual({ name: 'Ada' });
    expect((await ask(memory(), leave, { ...badge, body: {} })).body).toEqual({ name: 'Ada' });
    expect((await ask(memory(), look, { as: null })).body.code).toBe('no-badge');
    expect((await ask(memory(), enter, { ...badge, body: {} })).body.code).toBe('asleep');
  });

  test('gives a route the problems and the access of the chosen one only', () => {
    const kinds = (definition: Parameters<typeof accessOf>[0]) => accessOf(definition).map(({ of }) => of);
    expect(kinds(look.definition)).not.toContain(badges);
    expect(kinds(leave.definition)).not.toContain(badges);
    expect(kinds(enter.definition)).toEqual(expect.arrayContaining([badges, van]));
    const codes = (definition: Parameters<typeof problemsOf>[0]) => problemsOf(definition).map(({ code }) => code);
    expect(codes(look.definition)).toContain('no-badge');
    expect(codes(look.definition)).not.toContain('asleep');
    expect(codes(enter.definition)).toContain('asleep');
    expect(codes(enter.definition)).not.toContain('no-badge');
  });

  test('records who impersonates whom before the caller is known, and is committed with the refusal', async () => {
    const events: any[] = [];
    const platform = memory({ onAppend: (news) => events.push(...news) });
    await ask(platform, enter, { as: null, body: {} });
    expect((await platform.records.get(badges, 'b1'))?.data).toEqual({ owner: 'Ada' });
    expect(events).toMatchObject([{ type: VanPainted.type, by: 'Ada', impersonatedBy: 'Kim' }]);
  });
});

describe('a public response', () => {
  const hours = (isPublic: boolean) =>
    query({
      summary: 'When the garage is open',
      route: 'GET /hours',
      role: 'anyone',
      input: z.strictObject({}),
      output: z.object({ from: z.string() }),
      freshFor: 300,
      isPublic,
      reads: {},
      answer: async () => ({ from: '08:00' }),
    });

  test.each([
    [true, 'public, max-age=300'],
    [false, 'max-age=300'],
  ])('may be cached by shared caches: %s', async (isPublic, expected) => {
    const { headers } = await ask(memory(), hours(isPublic), { as: null });
    expect(headers['cache-control']).toBe(expected);
  });
});
