import { newId } from '@waybill/kernel';
import { someCaller } from '@waybill/kernel/testing';
import { beforeEach, expect, test } from 'vitest';
import { listDeliveryEvents } from '#functions/deliveries/queries/list-delivery-events';
import { ask, at, happened, historyTo, type World, world } from '../support/support.ts';

const deliveryId = newId('a delivery');
const story = historyTo.Delivered;
const times = story.map((_, i) => at(`12:0${i}`));
let system: World;
beforeEach(async () => {
  system = world();
  await happened(system, deliveryId, story, times);
});
const asked = (query = {}, id = deliveryId) => ask(listDeliveryEvents, system, { deliveryId: id }, { query });

test('all events are returned in order, with type, time and actor', async () => {
  const { body } = await asked();
  expect(body.items).toEqual(
    story.map(({ type, data }, i) => ({
      version: i + 1,
      type,
      at: times[i],
      by: someCaller.userId,
      data: JSON.parse(JSON.stringify(data)),
    })),
  );
  expect(body.nextCursor).toBeUndefined();
});

test('each event appears exactly once across pages', async () => {
  const versions: number[] = [];
  for (let cursor: string | undefined; ; ) {
    const { body } = await asked({ limit: '3', cursor });
    versions.push(...body.items.map(({ version }: { version: number }) => version));
    cursor = body.nextCursor;
    if (!cursor) break;
  }
  expect(versions).toEqual(story.map((_, i) => i + 1));
});

test('an unknown delivery is not found', async () =>
  expect(await asked({}, newId('nowhere'))).toMatchObject({ status: 404, body: { code: 'delivery-not-found' } }));

test('a cursor is valid only for its delivery', async () => {
  await happened(system, newId('another'), story);
  const { body } = await asked({ limit: '1' });
  expect((await asked({ cursor: body.nextCursor }, newId('another'))).status).toBe(400);
});
