import { bulk, newId } from '@waybill/kernel';
import { memory } from '@waybill/kernel/memory';
import { ThrottledError } from '@waybill/kernel/platform';
import { expect, test } from 'vitest';
import { recordedEvent } from '../../support/recorded-event.ts';
import { ask, officer } from '../support/asking.ts';
import { buyVan, paintVan, paintVans, VanBought, VanSold } from '../support/garage.ts';

const org = officer.orgId;
const ids = Array.from({ length: 12 }, (_, i) => newId(`van ${i}`));
const stream = (id: string) => ({ context: 'garage', org, aggregate: 'van', id });
const garage = () => {
  const platform = memory();
  platform.given(ids.map((id) => recordedEvent(VanBought({ plate: 'AB 1' }), stream(id))));
  platform.given([recordedEvent(VanSold({}), stream(ids[3]!), 2)]);
  return platform;
};
const paint = (platform: ReturnType<typeof memory>, items: unknown, key?: string) =>
  ask(platform, paintVans, { body: { items }, ...(key !== undefined && { key }) });

test('each item succeeds or fails alone, and is answered at its position', async () => {
  const unknown = newId('unknown');
  const items = [...ids, unknown].map((vanId, i) => ({ vanId, colour: `colour ${i}` }));
  const { status, body } = await paint(garage(), items);
  expect(status).toBe(200);
  expect(body.results.map(({ id }: { id: string }) => id)).toEqual([...ids, unknown]);
  expect(body.results.map(({ outcome }: { outcome: string }) => outcome)).toEqual(
    items.map((_, i) => (i === 3 || i === 12 ? 'refused' : 'done')),
  );
  expect(body.results[3].problem).toMatchObject({ status: 409, code: 'van-sold', colour: 'colour 3' });
  expect(body.results[12].problem).toMatchObject({ status: 404, code: 'van-not-found' });
});

test('a request without items is refused, unless the command allows it', async () => {
  expect((await paint(garage(), [])).status).toBe(400);
  const lenient = bulk({ ...paintVans.definition, of: paintVan, allowsNone: true } as never);
  expect(await ask(garage(), lenient, { body: { items: [] } })).toMatchObject({ status: 200, body: { results: [] } });
});

test('items that create something are answered with its id', async () => {
  const buyVans = bulk({ summary: 'Buy vans', route: 'POST /vans/bulk', role: 'officer', of: buyVan, id: 'plate' });
  const platform = memory();
  const { body } = await ask(platform, buyVans, { body: { items: [{ plate: 'AB 1' }, { plate: 'AB 1' }] } });
  const [first, second] = body.results;
  expect(first).toEqual({ id: 'AB 1', outcome: 'done', vanId: expect.any(String) });
  expect((await platform.events.read(stream(first.vanId)))[0]).toMatchObject({ type: 'VanBought' });
  expect(second).toMatchObject({ id: 'AB 1', outcome: 'refused' });
  expect(second.vanId).toBeUndefined();
});

test('items for one van are executed one after the other, in their order', async () => {
  const platform = garage();
  const colours = Array.from({ length: 20 }, (_, i) => `colour ${i}`);
  const items = colours.flatMap((colour) => [ids[0], ids[1]].map((vanId) => ({ vanId, colour })));
  const { body } = await paint(platform, items);
  expect(body.results.every(({ outcome }: { outcome: string }) => outcome === 'done')).toBe(true);
  for (const id of ids.slice(0, 2)) {
    const [, ...painted] = await platform.events.read(stream(id));
    expect(painted.map(({ data }) => data.colour)).toEqual(colours);
  }
});

test('the whole request may be repeated safely', async () => {
  const platform = garage();
  const items = ids.map((vanId, i) => ({ vanId, colour: `colour ${i}` }));
  const first = await paint(platform, items, 'k1');
  await paint(platform, [{ vanId: ids[0], colour: 'another' }]);
  const again = await paint(platform, items, 'k1');
  const outcomes = ({ body }: typeof first) => body.results.map(({ id, outcome }: any) => [id, outcome]);
  expect(outcomes(again)).toEqual(outcomes(first));
  expect((await platform.events.read(stream(ids[0]!))).map(({ data }) => data.colour)).toEqual([
    undefined,
    'colour 0',
    'another',
  ]);
});

test('the same item twice in one request is executed twice', async () => {
  const platform = garage();
  const [a, b] = ['red', 'blue'].map((colour) => ({ vanId: ids[0], colour }));
  await paint(platform, [a, b, a], 'k1');
  expect(await platform.events.read(stream(ids[0]!))).toHaveLength(4);
});

test('a throttled item does not block the others', async () => {
  const platform = garage();
  const { commit } = platform.events;
  platform.events.commit = async (plan) => {
    if (plan.appends?.[0]?.stream.id === ids[1]) throw new ThrottledError('throttled');
    await commit(plan);
  };
  const { status, body } = await paint(
    platform,
    ids.slice(0, 3).map((vanId) => ({ vanId, colour: 'red' })),
  );
  expect(status).toBe(200);
  expect(body.results.map(({ outcome }: any) => outcome)).toEqual(['done', 'refused', 'done']);
  expect(body.results[1].problem).toMatchObject({ status: 503, code: 'overloaded' });
});

test('a bulk command accepts one to a hundred items', async () => {
  const item = { vanId: ids[0], colour: 'red' };
  const sizes = [1, 100].map((length) => Array.from({ length }, () => item));
  for (const items of sizes) expect((await paint(garage(), items)).status).toBe(200);
  for (const items of [[], Array.from({ length: 101 }, () => item), undefined, {}, 'x'])
    expect(await paint(garage(), items)).toMatchObject({ status: 400, body: { errors: [{ path: 'items' }] } });
});

test('an invalid item refuses the whole request, and is named', async () => {
  const platform = garage();
  const { status, body } = await paint(platform, [
    { vanId: ids[0], colour: 'red' },
    { vanId: ids[1], color: 'red' },
  ]);
  expect(status).toBe(400);
  expect(body.errors.map(({ path }: { path: string }) => path)).toEqual(['items.1.colour', 'items.1.color']);
  expect(await platform.events.read(stream(ids[0]!))).toHaveLength(1);
});
