import { type Contexts, newId, type Platform, projector, rebuild } from '@waybill/kernel';
import type { StoredRow } from '@waybill/kernel/platform';
import { viewOf } from '@waybill/kernel/read/rows/view-of';
import { itemOf } from '@waybill/kernel/storage/aws/items/event-items';
import type { Event } from '@waybill/kernel/write/event';
import { expect, test } from 'vitest';
import { leftovers, opened, retry, verify } from '#scripts/tools/index';
import { streamBatch } from '../../kernel/messaging/stream-events.ts';
import { DefectFound, VanBought, type VanCard, VanPainted, vanCards } from '../../kernel/support/garage.ts';
import { recordedEvent } from '../../support/recorded-event.ts';
import { type TestWorld, tables } from '../world.ts';

const open = tables();

const org = 'acme';
const vanId = newId('van');
const view = viewOf(vanCards, org);
const contexts = { garage: { vanCards } } as unknown as Contexts;
const quick = { patienceMs: 0 };

const its = { context: 'garage', org, aggregate: 'van', id: vanId };
const inspected = { context: 'workshop', org, aggregate: 'inspection', id: newId('spring') };
const stories: readonly (readonly [typeof its, readonly Event[]])[] = [
  [its, [VanBought({ plate: 'AB 1' }), VanPainted({ colour: 'red' })]],
  [inspected, [DefectFound({ vanId, defect: 'brakes' })]],
];
const events = stories.flatMap(([stream, facts]) => facts.map((fact, i) => recordedEvent(fact, stream, i + 1)));
const whole = { vanId, plate: 'AB 1', colour: 'red', defects: { [inspected.id]: 'brakes' } };

const projectAll = (platform: Platform, some = events) => projector(contexts).with(platform)(streamBatch(some));
const world = async () => {
  const it = await open();
  for (const event of events) await it.platform.events.commit({ org, appends: [event] });
  return it;
};
const rowIn = ({ platform }: TestWorld) =>
  platform.views.get(view, vanId, { consistent: true }) as Promise<StoredRow<VanCard> | undefined>;
const found = async (it: TestWorld) =>
  (await verify(it, contexts, quick)).differences.map(({ what, wrong }) => `${what} ${wrong}`);
const repaired = async (it: TestWorld) => {
  for (const { repair } of (await verify(it, contexts, quick)).differences) expect(await repair?.()).toBeUndefined();
};

test('A row of two aggregates that is the fold of both is no difference', async () => {
  const it = await world();
  await projectAll(it.platform);
  expect(await found(it)).toEqual([]);
});

test('A row that lacks the events of one of its streams, or all, is projected again', async () => {
  const it = await world();
  expect(await found(it)).toEqual(['row is missing']);
  await projectAll(it.platform, events.slice(0, 2));
  expect(await found(it)).toEqual(['row is behind: at version 2 of 3']);
  await repaired(it);
  expect((await rowIn(it))?.data).toEqual(whole);
  expect(await found(it)).toEqual([]);
});

test('A row that is wrong, or that no stream produces, is repaired, and the counters stay correct', async () => {
  const it = await world();
  await projectAll(it.platform);
  const right = (await rowIn(it))!;
  const wrong = vanCards.stored(vanId, { ...right.data!, defects: {} }, right.checkpoints!);
  await it.platform.views.put(view, wrong, right);
  const ghost = vanCards.stored('ghost', { ...right.data!, vanId: 'ghost' }, { 'van#ghost': 1 });
  await it.platform.views.put(view, ghost, undefined);
  expect((await found(it)).toSorted()).toEqual(['row belongs to no stream', 'row is not the fold of its stream']);
  await repaired(it);
  expect(await found(it)).toEqual([]);
  expect((await rowIn(it))?.data).toEqual(whole);
  expect(await leftovers(it, contexts, 'van-cards', quick)).toEqual([]);
  const [counted] = await it.platform.views.counters(view);
  expect(counted?.counts).toMatchObject({ total: 1, unfit: 1 });
});

test('A row with a stream that cannot be read is named, and stays as it is', async () => {
  const it = await world();
  await projectAll(it.platform);
  const before = await rowIn(it);
  await it.table.put({ Item: { ...itemOf(events.at(-1)!), data: { S: '{' } } });
  const differences = (await verify(it, contexts, quick)).differences.map(({ what, wrong, repair }) => [
    what,
    wrong,
    !repair,
  ]);
  expect(differences).toEqual([
    ['stream', 'cannot be read at version 1 (SyntaxError)', true],
    ['row', 'has a stream that cannot be projected', true],
  ]);
  const failed: string[] = [];
  await rebuild(it.platform, vanCards, { onProjectionError: ({ stream }) => failed.push(stream.aggregate) });
  expect(new Set(failed)).toEqual(new Set(['inspection']));
  expect(await rowIn(it)).toEqual(before);
});

test('An update of several streams that was parked is a letter for each stream, and redrive completes the row', async () => {
  const it = await world();
  const { views } = it.platform;
  const letters: object[] = [];
  const no = async () => Promise.reject(new Error('down'));
  const send = async (_: string, message: object) => void letters.push(message);
  await projectAll({ ...it.platform, views: { ...views, put: no, putMany: no }, queue: { send } });
  expect(letters).toMatchObject([{ stream: its }, { stream: inspected }]);

  for (const message of letters.toReversed()) {
    const letter = { body: JSON.stringify(message), remove: async () => {}, sendBack: async () => {} };
    await retry(it.platform, contexts, opened(letter as any));
  }
  expect((await rowIn(it))?.data).toEqual(whole);
  expect(await found(it)).toEqual([]);
});
