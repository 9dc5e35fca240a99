import { authentication, endpoint, newId, type Platform, query, recordStore, z } from '@waybill/kernel';
import { memory } from '@waybill/kernel/memory';
import { type Commit, ConcurrencyError } from '@waybill/kernel/platform';
import { recorded } from '@waybill/kernel/testing';
import { describe, expect, test } from 'vitest';
import { ask } from '../support/asking.ts';
import { VanBought, VanPainted, van } from '../support/garage.ts';

const badges = recordStore<{ readonly uses: number }>('garage', 'badge');

/** Records each use of a badge. */
const holder = authentication({
  writes: { badges },
  refuses: [],
  authenticate: async (_, { badges }) => {
    const uses = ((await badges.get('b1'))?.data.uses ?? 0) + 1;
    await badges.put('b1', { uses });
    return { person: { uses }, caller: { userId: 'Ada', orgId: 'acme', orgType: '-', role: 'auditor' } as const };
  },
});

const [vanId, stream] = [newId('van'), { context: 'garage', org: 'acme', aggregate: 'van', id: newId('van') }];

const opened = () => {
  const platform = memory();
  platform.given(recorded([VanBought({ plate: 'A' })]).map((event) => ({ ...event, stream })));
  return platform;
};

/** The platform, with the parts of its first commit, and a callback that runs just before it. */
const watched = (platform: Platform, before: (commit: Commit) => Promise<void> | void) => {
  let first: Commit | undefined;
  const commit = async (plan: Commit) => {
    if (!first) {
      first = plan;
      await before(plan);
    }
    await platform.events.commit(plan);
  };
  return { platform: { ...platform, events: { ...platform.events, commit } }, first: () => first };
};

describe('a query with `as`', () => {
  const colourOf = query({
    summary: 'The colour of a van',
    route: 'GET /vans/{vanId}/colour',
    role: 'person',
    as: holder,
    of: 'van',
    input: z.strictObject({ vanId: z.string() }),
    reads: { van },
    output: z.object({ colour: z.string(), uses: z.int() }),
    answer: async ({ vanId }, { van }, { person }) => {
      const known = await van.state(vanId);
      return known && { colour: known.colour, uses: person.uses };
    },
  });

  test('commits what the authentication has written, without conditions on what the query has read', async () => {
    const { platform, first } = watched(opened(), () => undefined);
    const { status, body } = await ask(platform, colourOf, { as: null, path: { vanId } });
    expect([status, body]).toEqual([200, { colour: 'white', uses: 1 }]);
    expect(first()).toMatchObject({ unchangedStreams: [], records: [{ id: 'b1' }] });
  });
});

describe('an endpoint', () => {
  const paint = endpoint({
    summary: 'Paint a van',
    route: 'POST /vans/{vanId}/coats',
    role: 'person',
    as: holder,
    input: z.strictObject({ vanId: z.string() }),
    writes: { van },
    output: z.object({ coatId: z.string(), of: z.string() }),
    answer: async ({ vanId }, { van }, { newId }) => {
      const coatId = newId('coat');
      await van.append(vanId, VanPainted({ colour: coatId }));
      return { body: { coatId, of: newId('other') } };
    },
  });
  const asked = { as: null, path: { vanId }, body: {} };

  test('gives what it creates the same id when the request is repeated with its key', async () => {
    const platform = opened();
    const once = await ask(platform, paint, { ...asked, key: 'k1' });
    const twice = await ask(platform, paint, { ...asked, key: 'k1' });
    const other = await ask(platform, paint, { ...asked, key: 'k2' });
    expect(twice.body).toEqual(once.body);
    expect(new Set([once.body.coatId, once.body.of, other.body.coatId]).size).toBe(3);
  });

  test('gives it the same id when the unit of work is retried, although the client has sent no key', async () => {
    const attempts: unknown[] = [];
    const { platform } = watched(opened(), ({ appends = [] }) => {
      attempts.push(appends[0]?.data.colour);
      throw new ConcurrencyError('another request won the race');
    });
    const { body } = await ask(platform, paint, asked);
    expect(attempts).toEqual([body.coatId]);
  });

  test('names the impersonator in every event that the user has caused', async () => {
    const acting = authentication({
      refuses: [],
      authenticate: async () => {
        const caller = { userId: 'Ada', orgId: 'acme', orgType: '-', role: 'auditor', impersonatedBy: 'Kim' } as const;
        return { person: {}, caller };
      },
    });
    const paintThrice = endpoint({
      summary: 'Paint a van three times',
      route: 'POST /vans/{vanId}/coats',
      role: 'person',
      as: acting,
      input: z.strictObject({ vanId: z.string() }),
      writes: { van },
      output: z.object({}),
      answer: async ({ vanId }, { van }) => {
        for (const by of [undefined, 'Ada', 'Kim'])
          await van.append(vanId, VanPainted({ colour: 'red' }), by === undefined ? {} : { by });
        return { body: {} };
      },
    });
    const platform = opened();
    await ask(platform, paintThrice, asked);
    const [, ...painted] = await platform.events.read(stream);
    expect(painted.map(({ by, impersonatedBy }) => [by, impersonatedBy])).toEqual([
      ['Ada', 'Kim'],
      ['Ada', 'Kim'],
      ['Kim', undefined],
    ]);
  });
});
