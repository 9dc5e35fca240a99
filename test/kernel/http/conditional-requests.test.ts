import { newId } from '@waybill/kernel';
import { memory } from '@waybill/kernel/memory';
import { describe, expect, test } from 'vitest';
import { ask } from '../support/asking.ts';
import { buyVan, getVan, listVans, paintVan } from '../support/garage.ts';
import { clockAt } from '../support/platforms.ts';

const world = async () => {
  let minute = 0;
  const platform = memory({
    clock: () => clockAt(`2026-05-04T12:${String(minute++ % 60).padStart(2, '0')}:00.000Z`)(),
  });
  const { vanId } = (await ask(platform, buyVan, { body: { plate: 'AB 1' } })).body;
  const get = (headers = {}) => ask(platform, getVan, { path: { vanId }, headers });
  const paint = (colour: string, headers = {}) =>
    ask(platform, paintVan, { path: { vanId }, body: { colour }, headers });
  return { platform, get, paint };
};

describe('a response to GET', () => {
  test('is 304 without a body for a client that has the same content', async () => {
    const { get } = await world();
    const { etag } = (await get()).headers;
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*'])
      expect(await get({ 'If-None-Match': known })).toMatchObject({ status: 304, headers: { etag } });
  });

  test('is 200 for a client that has other content', async () => {
    const { get, paint } = await world();
    const { etag } = (await get()).headers;
    await paint('red');
    const changed = await get({ 'If-None-Match': etag });
    expect(changed).toMatchObject({ status: 200, body: { colour: 'red' } });
    expect(changed.headers.etag).not.toBe(etag);
    for (const unknown of ['', '"', 'x', etag!.slice(1, -1)])
      expect((await get({ 'If-None-Match': unknown })).status).toBe(200);
  });

  test('of a list has a tag that does not depend on when it is read', async () => {
    const { platform } = await world();
    const first = await ask(platform, listVans, {});
    const again = await ask(platform, listVans, { headers: { 'If-None-Match': first.headers.etag! } });
    expect(again.status).toBe(304);
  });

  test('that is refused is a problem, whatever the client has', async () => {
    const { platform } = await world();
    const missing = await ask(platform, getVan, { path: { vanId: newId() }, headers: { 'If-None-Match': '*' } });
    expect(missing).toMatchObject({ status: 404, body: { code: 'van-not-found' } });
  });

  test('has a tag that `If-Match` takes', async () => {
    const { get, paint } = await world();
    const { etag } = (await get()).headers;
    expect((await paint('red', { 'If-Match': etag })).status).toBe(200);
    expect(await paint('blue', { 'If-Match': etag })).toMatchObject({
      status: 412,
      body: { code: 'version-moved-on' },
    });
  });
});
