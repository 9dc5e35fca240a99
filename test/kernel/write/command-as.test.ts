import { appendTo, authentication, command, id, newId, type Platform, problem, recordStore, z } from '@waybill/kernel';
import { memory } from '@waybill/kernel/memory';
import { recorded, scenario } from '@waybill/kernel/testing';
import { describe, expect, test } from 'vitest';
import { type Asked, ask } from '../support/asking.ts';
import { VanBought, VanPainted, van } from '../support/garage.ts';

interface Badge {
  readonly name: string;
  readonly email: string;
  readonly uses: number;
}

const badges = recordStore<Badge>('garage', 'badge', { unique: ['email'] });
const noBadge = problem('no-badge', 401, 'There is no such badge.');
const badgeCopied = problem('badge-copied', 401, 'The badge is used twice.');
const sold = problem('van-sold', 409, 'The van is sold.');

/** Authenticates by a badge, and records each use of it. */
const painter = authentication({
  reads: {},
  writes: { badges },
  refuses: [noBadge, badgeCopied],
  commitsOn: [badgeCopied],
  authenticate: async ({ header }, { badges }) => {
    const known = await badges.get(header('x-badge') ?? '-');
    if (!known) return noBadge();
    const person = { badge: known.id, ...known.data };
    await badges.put(known.id, { ...known.data, uses: known.data.uses + 1 });
    if (header('x-copied')) return badgeCopied();
    const caller = { userId: known.data.name, orgId: '-', orgType: '-', role: 'auditor' } as const;
    return { person, caller, cookies: [`badge=${known.id}`] };
  },
});

const paintAsPerson = command({
  summary: 'Paint a van',
  route: 'POST /garages/{garageId}/vans/{vanId}/coats',
  role: 'person',
  as: painter,
  callerOf: ({ name }, { garageId }) => ({ userId: name, orgId: garageId, orgType: '-', role: 'auditor' }),
  status: 201,
  part: 'coatId',
  input: z.strictObject({ garageId: id(), vanId: id(), colour: z.string(), owner: z.string().optional() }),
  on: van,
  refuses: [sold],
  reads: {
    owner: { of: badges, by: 'email', id: ({ owner }) => owner },
    own: { of: badges, id: (_, { person }) => person.badge },
    spare: { of: van, id: (_, { caller }) => caller.orgId },
  },
  writes: { spare: van },
  decide: ({ colour: now }, { colour }, { owner, own }) => {
    if (now === 'black') return sold();
    return [
      VanPainted({ colour: owner ? `${colour} for ${owner.name}` : colour }),
      appendTo('spare', VanPainted({ colour: `${own?.uses}` })),
    ];
  },
  respond: (_, { newId }) => ({ coatId: newId('coat') }),
});

const [garageId, vanId] = [newId('garage'), newId('van')];
const stream = (id: string) => ({ context: 'garage', org: garageId, aggregate: 'van', id });

const opened = async (colour = 'white') => {
  const platform = memory();
  for (const id of [vanId, garageId])
    platform.given(
      recorded([VanBought({ plate: 'A' }), VanPainted({ colour })]).map((event) => ({ ...event, stream: stream(id) })),
    );
  const after = { data: { name: 'Ada', email: 'ada@example.com', uses: 0 } };
  await platform.events.commit({ records: [{ store: badges, id: 'b1', before: undefined, after }] });
  return platform;
};
const paint = (platform: Platform, asked: Partial<Asked> & { owner?: string } = {}) =>
  ask(platform, paintAsPerson, {
    as: null,
    path: { garageId, vanId },
    headers: { 'x-badge': 'b1' },
    body: { colour: 'red', ...(asked.owner && { owner: asked.owner }) },
    ...asked,
  });
const last = async (platform: Platform, id = vanId) => (await platform.events.read(stream(id))).at(-1)!;
const uses = async (platform: Platform) => (await platform.records.get(badges, 'b1'))!.data.uses;

describe('a command with `as`', () => {
  test('works for the authenticated user, in the organization that `callerOf` names', async () => {
    const platform = await opened();
    const { status, body } = await paint(platform);
    expect([status, body]).toEqual([201, { vanId, version: 3, coatId: expect.any(String) }]);
    expect(await last(platform)).toMatchObject({ by: 'Ada', data: { colour: 'red' } });
  });

  test('reads with the authenticated user, including what the authentication has just written', async () => {
    const platform = await opened();
    await paint(platform);
    expect(await last(platform, garageId)).toMatchObject({ data: { colour: '1' } });
    expect(await uses(platform)).toBe(1);
  });

  test('sets the cookies of the authentication', async () => {
    const { multiValueHeaders } = await paintAsPerson.with(await opened())({
      headers: { 'x-badge': 'b1', 'content-type': 'application/json' },
      pathParameters: { garageId, vanId },
      body: JSON.stringify({ colour: 'red' }),
    });
    expect(multiValueHeaders).toEqual({ 'set-cookie': ['badge=b1'] });
  });

  test('takes effect once for an idempotency key', async () => {
    const platform = await opened();
    const once = await paint(platform, { key: 'k' });
    const twice = await paint(platform, { key: 'k' });
    expect([twice.status, twice.body]).toEqual([once.status, once.body]);
    expect(twice.headers['idempotent-replayed']).toBe('true');
  });

  test('writes nothing when it is refused, nor does its authentication', async () => {
    const platform = await opened('black');
    expect(await paint(platform)).toMatchObject({ status: 409, body: { code: 'van-sold' } });
    expect(await uses(platform)).toBe(0);
  });

  test('is not executed when the caller is not authenticated', async () => {
    const platform = await opened();
    expect(await paint(platform, { headers: { 'x-badge': 'b2' } })).toMatchObject({ status: 401 });
    expect((await last(platform)).version).toBe(2);
  });

  test('commits what the authentication has written with a refusal in its `commitsOn`, and nothing else', async () => {
    const platform = await opened();
    const headers = { 'x-badge': 'b1', 'x-copied': 'yes' };
    expect(await paint(platform, { headers })).toMatchObject({ status: 401, body: { code: 'badge-copied' } });
    expect([await uses(platform), (await last(platform)).version]).toEqual([1, 2]);
  });

  test('is tested with the authenticated user', () => {
    const person = { badge: 'b1', name: 'Ada', email: 'ada@example.com', uses: 0 };
    scenario(paintAsPerson)
      .given(VanBought({ plate: 'A' }))
      .seeing({ own: { ...person, uses: 7 } })
      .as(person)
      .when({ garageId, colour: 'red' })
      .emits(VanPainted({ colour: 'red' }), appendTo('spare', VanPainted({ colour: '7' })));
  });
});

describe('a command', () => {
  test('reads a record by a unique value', async () => {
    const platform = await opened();
    await paint(platform, { owner: 'ada@example.com' });
    expect(await last(platform)).toMatchObject({ data: { colour: 'red for Ada' } });
    await paint(platform, { owner: 'unknown@example.com' });
    expect(await last(platform)).toMatchObject({ data: { colour: 'red' } });
  });

  test('names the part that it creates in `Location`', async () => {
    const { headers, body } = await paint(await opened());
    expect(headers.location).toBe(`/v1/garages/${garageId}/vans/${vanId}/coats/${body.coatId}`);
  });
});
