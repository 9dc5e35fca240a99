import { readdirSync } from 'node:fs';
import { newId } from '@waybill/kernel';
import { viewOf } from '@waybill/kernel/read/rows/view-of';
import { afterAll, expect, test } from 'vitest';
import { processOf } from '#scripts/local/dynamo/processes';
import { type Local, startLocal } from '#scripts/local/index';
import { eventually } from '#test/support/http/world';
import { temporaryDirectory } from '../support/directory.ts';
import { contexts } from '../support/garden.ts';

const data = temporaryDirectory();
let local: Local = await startLocal({ contexts, data });
afterAll(() => local.stop());

const call = async (method: string, path: string, body?: object) => {
  const token = await local.keys.mint({ role: 'agent' });
  const response = await fetch(`${local.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as any };
};

const notes = async (plant: string) => {
  const org = '0d5a0c1e-0000-4000-8000-000000000001';
  return local.platform.events.read({ context: 'diary', org, aggregate: 'note', id: plant });
};

test('a command is answered, projected, published and handled by a reaction', async () => {
  const sown = await call('POST', '/plants', { plant: 'basil' });
  expect(sown.status).toBe(201);
  const { plantId } = sown.body;
  await call('POST', `/plants/${plantId}/water`, { litres: 2 });
  expect(await call('GET', `/plants/${plantId}`)).toMatchObject({ status: 200, body: { plant: 'basil', litres: 2 } });
  await local.drained();
  expect(await notes('basil')).toMatchObject([{ type: 'HarvestNoted' }]);
});

test('a worker takes the messages of its queue, also delayed ones that it sends to itself', async () => {
  const sent = Date.now();
  await call('POST', '/plants', { plant: 'chives' });
  await eventually(async () =>
    expect(await notes('weeded chives')).toMatchObject([{ type: 'HarvestNoted', by: 'weed' }]),
  );
  expect(Date.now() - sent).toBeGreaterThanOrEqual(1_000);
  await local.drained();
  expect(local.queues.depth('waybill-local-chores')).toBe(0);
  expect(local.queues.depth('waybill-local-chores-dead')).toBe(0);
});

test('a projection of two contexts has the events of both, whichever was recorded first', async () => {
  const early = newId('mint');
  await call('POST', '/sightings', { plantId: early, pest: 'snail' });
  const { plantId } = (await call('POST', '/plants', { plant: 'mint' })).body;
  await call('POST', '/sightings', { plantId, pest: 'slug' });
  await call('POST', `/plants/${plantId}/water`, { litres: 3 });
  await call('POST', '/sightings', { plantId, pest: 'aphid' });
  await local.drained();
  const { body } = await call('GET', '/examinations');
  expect(body.items.filter(({ plant }: { plant: string }) => plant === 'mint')).toEqual([
    { plant: 'mint', litres: 3, pests: ['aphid', 'slug'] },
  ]);
  const { health } = contexts.garden;
  const view = viewOf(health, '0d5a0c1e-0000-4000-8000-000000000001');
  const waiting = await local.platform.views.get(view, early);
  expect([waiting?.data, Object.values(waiting?.checkpoints ?? {})]).toEqual([undefined, [1]]);
});

test('published events are shown to developers at once', async () => {
  const leaving = new AbortController();
  const response = await fetch(`${local.url}/dev/events?type=SeedSown`, { signal: leaving.signal });
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  expect(response.headers.get('access-control-allow-origin')).toBe(null);
  const { plantId } = (await call('POST', '/plants', { plant: 'chives' })).body;
  let text = '';
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (text.includes(plantId)) break;
  }
  const [, json = ''] = /^data: (.*)$/m.exec(text) ?? [];
  expect(JSON.parse(json)).toMatchObject({
    source: 'waybill.garden',
    'detail-type': 'SeedSown',
    detail: { aggregateId: plantId, data: { plant: 'chives' } },
  });
  leaving.abort();
});

test('a request without a valid token is refused', async () => {
  const answer = await fetch(`${local.url}/plants/1`, { headers: { authorization: 'Bearer a.b.c' } });
  expect(answer.status).toBe(401);
  const low = await local.keys.mint({ role: 'auditor' });
  const refused = await fetch(`${local.url}/plants`, { method: 'POST', headers: { authorization: `Bearer ${low}` } });
  expect(refused.status).toBe(403);
});

test('a job runs on demand', async () => {
  expect(await local.scheduler.run('rake')).toMatchObject({ job: 'rake', lockAcquired: true, affected: 3 });
});

test('all data is there after a restart, and nothing is projected twice', async () => {
  const { plantId } = (await call('POST', '/plants', { plant: 'mint' })).body;
  const java = local.dynamo.pid;
  await local.stop();
  expect(processOf(java)).toBeUndefined();
  expect(readdirSync(data)).not.toContain('dynamodb.pid');

  local = await startLocal({ contexts, data });
  await local.drained();
  expect(await call('GET', `/plants/${plantId}`)).toMatchObject({ status: 200, body: { plant: 'mint' } });
  expect(await notes('mint')).toHaveLength(1);
  expect(local.queues.depth('waybill-local-parked')).toBe(0);
});

test('a fresh start deletes the data', async () => {
  const { plantId } = (await call('POST', '/plants', { plant: 'sage' })).body;
  await local.stop();
  local = await startLocal({ contexts, data, fresh: true });
  expect((await call('GET', `/plants/${plantId}`)).status).toBe(404);
});

test('a failed start leaves nothing running', async () => {
  const port = Number(new URL(local.url).port);
  await expect(startLocal({ contexts, port })).rejects.toThrow(`Port ${port} is taken`);
});
