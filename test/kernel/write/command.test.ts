import { type Caller, command, id, newId, type Platform, z } from '@waybill/kernel';
import { memory } from '@waybill/kernel/memory';
import { ConcurrencyError } from '@waybill/kernel/platform';
import type { Event, RecordedEvent, Stream } from '@waybill/kernel/write/event';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { recordedEvent } from '../../support/recorded-event.ts';
import { type Asked, ask, officer, order } from '../support/asking.ts';
import {
  bay,
  buyVan,
  DriverHired,
  DriverSuspended,
  LoadGiven,
  LoadReceived,
  leaveBay,
  lendVan,
  lendVanTrustfully,
  moveLoad,
  paintVan,
  replateVan,
  sellVan,
  takeBay,
  useYard,
  VanBought,
  VanPainted,
  van,
  yard,
} from '../support/garage.ts';
import { meanwhile } from '../support/meanwhile.ts';
import { clockAt, onEveryPlatform } from '../support/platforms.ts';

const org = officer.orgId;
const vanId = newId('van');
const other = newId('other van');
const stream = (id: string, aggregate = 'van', context = 'garage'): Stream => ({ context, org, aggregate, id });
const history = (stream: Stream, ...facts: Event[]): RecordedEvent[] =>
  facts.map((fact, i) => recordedEvent(fact, stream, i + 1));

const bought = VanBought({ plate: 'AB 1' });
/** A world in which these vans have been bought. */
const garage = (...ids: string[]) => {
  const platform = memory({ clock: clockAt('2026-05-04T12:00:00.000Z') });
  for (const id of ids) platform.given(history(stream(id), bought));
  return platform;
};
const versionOf = async (platform: Platform, id = vanId) => (await platform.events.read(stream(id))).length;
const types = async (platform: Platform, id = vanId) =>
  (await platform.events.read(stream(id))).map(({ type }) => type);

const buy = (platform: Platform, plate: string, asked: Asked = {}) =>
  ask(platform, buyVan, { body: { plate }, ...asked });
const paint = (platform: Platform, colour: string, asked: Asked = {}) =>
  ask(platform, paintVan, { path: { vanId }, body: { colour }, ...asked });

const losing = (platform: Platform, times: number) =>
  meanwhile(
    platform,
    () => {
      throw new ConcurrencyError('another request won the race');
    },
    times,
  );

describe('the response', () => {
  test('is 201 with the location and the version of what was created', async () => {
    const { status, headers, body } = await buy(garage(), 'AB 1');
    expect(status).toBe(201);
    expect(body).toEqual({ vanId: expect.any(String), version: 1 });
    expect(headers).toMatchObject({ etag: '"1"', location: `/v1/vans/${body.vanId}` });
    expect(headers).not.toHaveProperty('idempotent-replayed');
  });

  test.each([
    ['POST /owners/{owner}/vans', (id: string) => `/v1/owners/jo/vans/${id}`],
    ['PUT /owners/{owner}/vans/{vanId}', (id: string) => `/v1/owners/jo/vans/${id}`],
  ] as const)('names the location with the parameters of the path: %s', async (route, place) => {
    const give = command({
      summary: 'Gives a van',
      route,
      role: 'agent',
      input: z.strictObject({ owner: z.string(), vanId: id().optional() }),
      on: van,
      begin: () => VanBought({ plate: 'AB 1' }),
    });
    const path = { owner: 'jo', ...(route.includes('{vanId}') && { vanId }) };
    const { status, headers, body } = await ask(garage(), give, { path });
    expect([status, headers.location]).toEqual([201, place(body.vanId)]);
  });

  test('is 200 without a location when nothing was created', async () => {
    const hesitate = command({
      summary: 'Thinks about it',
      route: 'POST /vans',
      role: 'agent',
      input: z.strictObject({}),
      on: van,
      begin: () => [],
    });
    const { status, headers, body } = await ask(garage(), hesitate);
    expect([status, body.version]).toEqual([200, 0]);
    expect(headers).not.toHaveProperty('location');
  });

  test('is 200 with the new version of what changed', async () => {
    const { status, headers, body } = await paint(garage(vanId), 'red');
    expect([status, body, headers.etag]).toEqual([200, { vanId, version: 2 }, '"2"']);
    expect(headers).not.toHaveProperty('location');
  });

  test('is 200 with the unchanged version when there was nothing to do', async () => {
    const platform = garage(vanId);
    const { status, headers, body } = await paint(platform, 'white');
    expect([status, body, headers.etag]).toEqual([200, { vanId, version: 1 }, '"1"']);
    expect(await versionOf(platform)).toBe(1);
  });

  test('is 201 for a part, and names its location', async () => {
    const { status, body } = await stay(garage(vanId), { from: 8, to: 9 });
    expect([status, body]).toEqual([201, { vanId, version: 2, stayId: expect.any(String) }]);
  });

  test('is 404 for an aggregate that does not exist in this organization', async () => {
    const platform = garage(vanId);
    for (const asked of [{ path: { vanId: other } }, { as: { orgId: 'another-org' } }])
      expect(await paint(platform, 'red', asked)).toMatchObject({ status: 404, body: { code: 'van-not-found' } });
  });

  test('is the refusal, with its reasons', async () => {
    const platform = garage(vanId);
    await sellVan.execute(platform)(order({ vanId, yardId: 'y1' }));
    const { status, body } = await paint(platform, 'red');
    expect([status, body]).toMatchObject([409, { code: 'van-sold', colour: 'red' }]);
  });

  test('corresponds to an event with actor, time and cause', async () => {
    const platform = garage(vanId);
    await paint(platform, 'red', { headers: { 'x-correlation-id': 'it' } });
    expect((await platform.events.read(stream(vanId)))[1]).toMatchObject({
      type: 'VanPainted',
      data: { colour: 'red' },
      version: 2,
      at: '2026-05-04T12:00:00.000Z',
      by: officer.userId,
      correlationId: 'it',
    });
  });
});

describe('a repeated request', () => {
  test('receives the first response, and has no further effect', async () => {
    const platform = garage();
    const first = await buy(platform, 'AB 1', { key: 'k1' });
    const again = await buy(platform, 'AB 1', { key: 'k1' });
    expect([again.status, again.body]).toEqual([201, first.body]);
    expect(again.headers).toMatchObject({
      etag: first.headers.etag,
      location: first.headers.location,
      'idempotent-replayed': 'true',
    });
    expect(await versionOf(platform, first.body.vanId)).toBe(1);
  });

  test('receives the first response after further events', async () => {
    const platform = garage(vanId);
    await paint(platform, 'red', { key: 'k1' });
    await paint(platform, 'blue', { key: 'k2' });
    const again = await paint(platform, 'red', { key: 'k1' });
    expect(again).toMatchObject({ status: 200, body: { version: 2 }, headers: { 'idempotent-replayed': 'true' } });
    expect(await versionOf(platform)).toBe(3);
  });

  test('receives the first response even when it names the version that was current then', async () => {
    const platform = garage(vanId);
    const asked = { key: 'k1', headers: { 'If-Match': '"1"' } };
    await paint(platform, 'red', asked);
    expect(await paint(platform, 'red', asked)).toMatchObject({ status: 200, body: { version: 2 } });
  });

  test('with another body is refused', async () => {
    const platform = garage(vanId);
    const { body } = await buy(platform, 'AB 2', { key: 'k1' });
    expect(await buy(platform, 'AB 3', { key: 'k1' })).toMatchObject({
      status: 422,
      body: { code: 'idempotency-key-reused' },
    });
    await paint(platform, 'red', { key: 'k1' });
    expect((await paint(platform, 'blue', { key: 'k1' })).status).toBe(422);
    expect(await versionOf(platform, body.vanId)).toBe(1);
  });

  test('with its fields in another order is the same', async () => {
    const platform = garage();
    await ask(platform, buyVan, { body: '{"plate":"AB 1","owner":"Jo"}', key: 'k1' });
    const again = await ask(platform, buyVan, { body: '{ "owner": " Jo ", "plate": "AB 1" }', key: 'k1' });
    expect(again).toMatchObject({ status: 201, headers: { 'idempotent-replayed': 'true' } });
  });

  test.each<[string, Partial<Caller>]>([
    ['caller', { userId: newId('another user') }],
    ['organization', { orgId: 'other' }],
  ])('from another %s is another request', async (_, as) => {
    const platform = garage();
    const first = await buy(platform, 'AB 1', { key: 'k1' });
    const second = await buy(platform, 'AB 2', { key: 'k1', as });
    expect(second.status).toBe(201);
    expect(second.body.vanId).not.toBe(first.body.vanId);
  });

  test('for another aggregate, or on another route, is another request', async () => {
    const platform = garage(vanId, other);
    for (const id of [vanId, other]) {
      await ask(platform, paintVan, { path: { vanId: id }, body: { colour: 'red' }, key: 'k1' });
      expect(await versionOf(platform, id)).toBe(2);
    }
    expect((await stay(platform, { from: 8, to: 9 }, { key: 'k1' })).status).toBe(201);
  });

  test('without a key is another request', async () => {
    const platform = garage();
    expect((await buy(platform, 'AB 1')).status).toBe(201);
    expect((await buy(platform, 'AB 1')).status).toBe(409);
  });

  test('after a refusal is decided again', async () => {
    const platform = garage();
    expect((await paint(platform, 'red', { key: 'k1' })).status).toBe(404);
    platform.given(history(stream(vanId), bought));
    expect(await paint(platform, 'red', { key: 'k1' })).toMatchObject({ status: 200, body: { version: 2 } });
  });

  test.each(['', ' ', 'a b', 'ä', 'x'.repeat(256)])('needs a key of visible ASCII, not %j', async (key) => {
    expect(await paint(garage(vanId), 'red', { key })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'Idempotency-Key' }] },
    });
  });
});

onEveryPlatform((open, where) => {
  test('sent fifty times at once has one effect and one response', async () => {
    const platform = await open();
    const all = await Promise.all(Array.from({ length: 50 }, () => buy(platform, 'AB 1', { key: 'k1' })));
    const { vanId } = all[0]!.body;
    expect(new Set(all.map(({ status, body }) => JSON.stringify([status, body])))).toEqual(
      new Set([JSON.stringify([201, { vanId, version: 1 }])]),
    );
    expect(all.filter(({ headers }) => !headers['idempotent-replayed'])).toHaveLength(1);
    expect(await versionOf(platform, vanId)).toBe(1);
  });

  test('of a hundred concurrent bookings of one bay, one succeeds and the others name its holder', async () => {
    const platform = await open();
    const ids = Array.from({ length: 100 }, (_, i) => newId(`van ${i}`));
    await Promise.all(ids.map((id) => platform.events.commit(plan(history(stream(id), bought)))));
    const all = await Promise.all(
      ids.map((vanId, i) => stay(platform, { from: 8 + (i % 10) / 10, to: 9.5 }, { path: { vanId } })),
    );
    const winner = ids[all.findIndex(({ status }) => status === 201)];
    expect(
      Object.entries(Object.groupBy(all, ({ body }) => body.code ?? 'booked')).map(([k, v]) => [k, v?.length]),
    ).toEqual(
      expect.arrayContaining([
        ['booked', 1],
        ['resource-booked', 99],
      ]),
    );
    for (const { status, body } of all.filter(({ status }) => status !== 201)) {
      expect(status).toBe(409);
      expect(body.conflicts).toMatchObject([{ resource: 'bay', id: 'b1', holder: winner }]);
    }
    expect((await platform.events.bookings(org, bay, 'b1')).items).toHaveLength(1);
  });

  test('a resource that is not exclusive refuses no booking', async () => {
    const platform = await open();
    const ids = Array.from({ length: 30 }, (_, i) => newId(`van ${i}`));
    await Promise.all(ids.map((id) => platform.events.commit(plan(history(stream(id), bought)))));
    const body = { bayId: 'y1', from: at(8), to: at(9) };
    const all = await Promise.all(ids.map((vanId) => ask(platform, useYard, { path: { vanId }, body })));
    expect(all.map(({ status }) => status)).toEqual(ids.map(() => 200));
    expect((await platform.events.bookings(org, yard, 'y1')).items).toHaveLength(30);
  });

  test('bookings never overlap, and agree with a simple model, whatever is booked and freed', async () => {
    const platform = await open();
    await fc.assert(
      fc.asyncProperty(fc.array(wish, { maxLength: where === 'memory' ? 40 : 10 }), async (wishes) => {
        const run = newId();
        const vans = [0, 1, 2].map((i) => newId(`${run} ${i}`));
        await Promise.all(vans.map((id) => platform.events.commit(plan(history(stream(id), bought)))));
        const model: Stay[] = [];
        for (const { van, bay: number, from, hours, buffer, leaving } of wishes) {
          const vanId = vans[van]!;
          const wanted = { vanId, bay: `${run}-${number}`, from, to: from + hours };
          if (leaving) {
            const body = { bayId: wanted.bay, from: at(from) };
            expect((await ask(platform, leaveBay, { path: { vanId }, body })).status).toBe(200);
            model.splice(0, model.length, ...model.filter((it) => !isSlot(it, wanted)));
            continue;
          }
          const margin = buffer / 60;
          const clashes = model.filter(
            (it) =>
              it.bay === wanted.bay &&
              it.vanId !== vanId &&
              it.from < wanted.to + margin &&
              wanted.from - margin < it.to,
          );
          const answer = await stay(platform, wanted, { path: { vanId } }, { bayId: wanted.bay, buffer });
          if (clashes.length) {
            expect([answer.status, answer.body.code]).toEqual([409, 'resource-booked']);
            expect(answer.body.conflicts.map(({ holder, from }: any) => `${from} ${holder}`)).toEqual(
              clashes.map(({ vanId, from }) => `${at(from)} ${vanId}`).sort(),
            );
          } else {
            expect(answer.status).toBe(201);
            model.splice(0, model.length, ...model.filter((it) => !isSlot(it, wanted)), wanted);
          }
        }
        for (const number of [0, 1]) {
          const { items } = await platform.events.bookings(org, bay, `${run}-${number}`);
          const expected = model.filter((it) => it.bay === `${run}-${number}`);
          expect(items.map(({ holder, from, to }) => `${from} ${to} ${holder}`).sort()).toEqual(
            expected.map(({ vanId, from, to }) => `${at(from)} ${at(to)} ${vanId}`).sort(),
          );
          for (const a of items)
            for (const b of items) if (a.holder !== b.holder) expect(a.from < b.to && b.from < a.to).toBe(false);
        }
      }),
      { numRuns: where === 'memory' ? 100 : 5 },
    );
  });
});

interface Stay {
  readonly vanId: string;
  readonly bay: string;
  readonly from: number;
  readonly to: number;
}
const isSlot = (a: Stay, b: Stay) => a.vanId === b.vanId && a.bay === b.bay && a.from === b.from;
const wish = fc.record({
  van: fc.nat(2),
  bay: fc.nat(1),
  from: fc.nat(10),
  hours: fc.integer({ min: 1, max: 4 }),
  buffer: fc.constantFrom(0, 30, 60),
  leaving: fc.boolean(),
});

const at = (hour: number) => new Date(Date.UTC(2026, 4, 4) + Math.round(hour * 3_600_000)).toISOString();
const stay = (
  platform: Platform,
  { from, to }: { from: number; to: number },
  asked: Asked = {},
  { bayId = 'b1', buffer = 0 } = {},
) => ask(platform, takeBay, { path: { vanId }, body: { bayId, from: at(from), to: at(to), buffer }, ...asked });
const plan = (appends: RecordedEvent[]) => ({ org, appends });

describe('an expected version', () => {
  test('lets the change pass while it is current', async () => {
    expect((await paint(garage(vanId), 'red', { headers: { 'If-Match': '"1"' } })).status).toBe(200);
  });

  test('refuses the change once it is not, and names the current one', async () => {
    const platform = garage(vanId);
    for (const etag of ['"0"', '"2"'])
      expect(await paint(platform, 'red', { headers: { 'If-Match': etag } })).toMatchObject({
        status: 412,
        body: { code: 'version-moved-on', version: 1 },
      });
    expect(await versionOf(platform)).toBe(1);
  });

  test('may be any', async () => {
    expect((await paint(garage(vanId), 'red', { headers: { 'If-Match': '*' } })).status).toBe(200);
  });

  test.each(['1', 'W/"1"', '""', '"x"', '"1", "2"', '"-1"', '"12345678901"'])('must be an ETag: %s', async (etag) => {
    expect(await paint(garage(vanId), 'red', { headers: { 'If-Match': etag } })).toMatchObject({
      status: 400,
      body: { code: 'invalid-input', errors: [{ path: 'If-Match' }] },
    });
  });

  test('is still checked when the race is lost to another request', async () => {
    const platform = garage(vanId);
    const blue = recordedEvent(VanPainted({ colour: 'blue' }), stream(vanId), 2);
    const raced = meanwhile(platform, () => platform.given([blue]));
    expect((await paint(raced, 'red', { headers: { 'If-Match': '"1"' } })).status).toBe(412);
  });
});

describe('a lost race', () => {
  test.each([1, 4])('is decided again, after %i losses', async (losses) => {
    const platform = garage(vanId);
    expect((await paint(losing(platform, losses), 'red')).status).toBe(200);
    expect(await versionOf(platform)).toBe(2);
  });

  test('is given up after five', async () => {
    const platform = garage(vanId);
    const { status, body, headers } = await paint(losing(platform, 5), 'red');
    expect([status, body.code, headers['retry-after']]).toEqual([409, 'busy-try-again', '1']);
    expect(await versionOf(platform)).toBe(1);
  });

  test('is decided again on the state that the winner wrote', async () => {
    const platform = garage(vanId);
    const raced = meanwhile(platform, () => paint(platform, 'red'));
    await paint(raced, 'red');
    expect(await types(platform)).toEqual(['VanBought', 'VanPainted']);
  });
});

describe('a stream that a command reads', () => {
  const people = (id: string) => stream(id, 'driver', 'people');
  const suspended = (platform: ReturnType<typeof garage>) => () =>
    platform.given([recordedEvent(DriverSuspended({}), people('d1'), 2)]);
  const hired = () => {
    const platform = garage(vanId);
    platform.given(history(people('d1'), DriverHired({})));
    return platform;
  };
  const lend = (platform: Platform, body: object = { driverId: 'd1' }) =>
    ask(platform, lendVan, { path: { vanId }, body });

  test('gives the decision its state', async () => {
    expect((await lend(hired())).status).toBe(200);
    expect(await lend(garage(vanId))).toMatchObject({ status: 409, body: { code: 'driver-unfit', driverId: 'd1' } });
  });

  test('that grows between read and write makes the command decide again', async () => {
    const platform = hired();
    const { status, body } = await lend(meanwhile(platform, suspended(platform)));
    expect([status, body.code]).toEqual([409, 'driver-unfit']);
    expect(await types(platform)).toEqual(['VanBought']);
  });

  test('that begins between read and write makes the command decide again', async () => {
    const platform = hired();
    const begun = meanwhile(platform, () => platform.given(history(people('d2'), DriverHired({}))));
    const { status } = await lend(begun, { driverId: 'd1', coDriverId: 'd2' });
    expect(status).toBe(200);
    expect(await types(platform)).toEqual(['VanBought', 'VanLent']);
  });

  test('may be read under two names', async () => {
    expect((await lend(hired(), { driverId: 'd1', coDriverId: 'd1' })).status).toBe(200);
  });

  test('whose read is eventually consistent may grow in the meantime', async () => {
    const platform = hired();
    const raced = meanwhile(platform, suspended(platform));
    const { version } = await lendVanTrustfully.execute(raced)(order({ vanId, driverId: 'd1' }));
    expect(version).toBe(2);
  });

  test('of another organization is not read', async () => {
    const platform = hired();
    platform.given(history({ ...people('d9'), org: 'other' }, DriverHired({})));
    expect((await lend(platform, { driverId: 'd9' })).status).toBe(409);
  });
});

describe('an event on a second stream', () => {
  const move = (platform: Platform, to: string, asked: Asked = {}) =>
    ask(platform, moveLoad, { path: { vanId }, body: { to }, ...asked });

  test('is written with the first', async () => {
    const platform = garage(vanId, other);
    expect(await move(platform, other)).toMatchObject({ status: 200, body: { vanId, version: 2 } });
    const [, given] = await platform.events.read(stream(vanId));
    const [, received] = await platform.events.read(stream(other));
    expect(given).toMatchObject({ ...LoadGiven({ to: other }), version: 2 });
    expect(received).toMatchObject({ ...LoadReceived({ from: vanId }), version: 2, commandId: given?.commandId });
  });

  test('is decided again when that stream grows', async () => {
    const platform = garage(vanId, other);
    const raced = meanwhile(platform, () => paint(platform, 'red', { path: { vanId: other } }));
    expect((await move(raced, other)).status).toBe(200);
    expect(await types(platform, other)).toEqual(['VanBought', 'VanPainted', 'LoadReceived']);
    expect(await types(platform)).toEqual(['VanBought', 'LoadGiven']);
  });

  test('is not written when the first is not', async () => {
    const platform = garage(vanId, other);
    await expect(move(losing(platform, 5), other)).resolves.toMatchObject({ status: 409 });
    expect(await versionOf(platform, other)).toBe(1);
  });

  test('is written once, however often the command is repeated', async () => {
    const platform = garage(vanId, other);
    await Promise.all(Array.from({ length: 10 }, () => move(platform, other, { key: 'k1' })));
    expect(await versionOf(platform, other)).toBe(2);
  });
});

describe('a claimed value', () => {
  test('that another holds is refused, naming kind and field', async () => {
    const platform = garage();
    await buy(platform, 'AB 1');
    expect(await buy(platform, 'AB 1')).toMatchObject({ status: 409, body: { code: 'plate-taken', field: 'plate' } });
  });

  test('is free for others once it is released', async () => {
    const platform = garage();
    const { body } = await buy(platform, 'AB 1');
    await ask(platform, replateVan, { path: { vanId: body.vanId }, body: { from: 'AB 1', plate: 'AB 2' } });
    expect((await buy(platform, 'AB 1')).status).toBe(201);
    expect((await buy(platform, 'AB 2')).status).toBe(409);
  });

  test('may be released and claimed again at once', async () => {
    const platform = garage();
    const { body } = await buy(platform, 'AB 1');
    const answer = await ask(platform, replateVan, {
      path: { vanId: body.vanId },
      body: { from: 'AB 1', plate: 'AB 1' },
    });
    expect(answer.status).toBe(200);
    expect((await buy(platform, 'AB 1')).status).toBe(409);
  });

  test('is independent in another organization', async () => {
    const platform = garage();
    for (const orgId of ['acme', 'other']) expect((await buy(platform, 'AB 1', { as: { orgId } })).status).toBe(201);
  });
});

describe('a booking', () => {
  const taken = async () => {
    const platform = garage(vanId, other);
    await stay(platform, { from: 10, to: 11 });
    return platform;
  };
  const otherVan = { path: { vanId: other } };

  test('that overlaps another is refused, with the other’s window', async () => {
    const { status, body } = await stay(await taken(), { from: 10.5, to: 12 }, otherVan);
    expect([status, body.code]).toEqual([409, 'resource-booked']);
    expect(body.conflicts).toEqual([{ resource: 'bay', id: 'b1', holder: vanId, from: at(10), to: at(11) }]);
  });

  test.each([
    ['before', 9, 10],
    ['after', 11, 12],
  ])('may touch its neighbour %s', async (_, from, to) => {
    expect((await stay(await taken(), { from, to }, otherVan)).status).toBe(201);
  });

  test.each([
    ['before', 8, 9.25, 9.5],
    ['after', 11.75, 12.75, 11.5],
  ])('keeps its buffer %s', async (side, from, to, touching) => {
    const near = { buffer: 60 };
    expect((await stay(await taken(), { from, to }, otherVan, near)).status).toBe(409);
    const window = side === 'before' ? { from, to: touching } : { from: touching, to };
    expect((await stay(await taken(), window, otherVan, { buffer: 30 })).status).toBe(201);
    expect((await stay(await taken(), window, otherVan, { buffer: 31 })).status).toBe(409);
  });

  test('of the same holder is no conflict', async () => {
    expect((await stay(await taken(), { from: 10.5, to: 12 })).status).toBe(201);
  });

  test('of another bay is no conflict', async () => {
    expect((await stay(await taken(), { from: 10, to: 11 }, otherVan, { bayId: 'b2' })).status).toBe(201);
  });

  test('that was freed is no conflict', async () => {
    const platform = await taken();
    await ask(platform, leaveBay, { path: { vanId }, body: { bayId: 'b1', from: at(10) } });
    expect((await stay(platform, { from: 10, to: 11 }, otherVan)).status).toBe(201);
  });

  test('made between read and write is found when it is decided again', async () => {
    const platform = garage(vanId, other);
    const raced = meanwhile(platform, () => stay(platform, { from: 8, to: 9 }, otherVan));
    expect(await stay(raced, { from: 8, to: 9 })).toMatchObject({ status: 409, body: { code: 'resource-booked' } });
    expect(await types(platform)).toEqual(['VanBought']);
  });

  test('next to others on the same day succeeds, although the race was lost', async () => {
    const platform = garage(vanId, other);
    const raced = meanwhile(platform, () => stay(platform, { from: 8, to: 9 }, otherVan));
    expect((await stay(raced, { from: 9, to: 10 })).status).toBe(201);
  });

  test('of a non-exclusive resource prevents its end', async () => {
    const platform = garage(vanId, other);
    const body = { bayId: 'y1', from: at(8), to: at(9) };
    const sell = (on: Platform) => sellVan.execute(on)(order({ vanId: other, yardId: 'y1' }));
    const raced = meanwhile(platform, () => ask(platform, useYard, { path: { vanId }, body }));
    await expect(sell(raced)).rejects.toMatchObject({ status: 409, code: 'in-use', reasons: { by: 1 } });
    expect(await versionOf(platform, other)).toBe(1);
  });
});

describe('an internal command', () => {
  test('takes effect without a route', async () => {
    const platform = garage(vanId);
    const outcome = await sellVan.execute(platform)(order({ vanId, yardId: 'y1' }, 'k1'));
    expect(outcome).toMatchObject({ id: vanId, version: 2, wrote: true, replayed: false });
    expect(await sellVan.execute(platform)(order({ vanId, yardId: 'y1' }, 'k1'))).toMatchObject({
      version: 2,
      replayed: true,
    });
  });

  test('is not available over HTTP', () => {
    expect(() => sellVan.with(garage())).toThrow('has no route');
  });
});
