import { newId, type Platform } from '@waybill/kernel';
import { describe, expect, test } from 'vitest';
import { ask } from '../kernel/support/asking.ts';
import { buyVan, getVan, paintVan, takeBay } from '../kernel/support/garage.ts';
import { onEveryPlatform } from '../kernel/support/platforms.ts';

/** A Lambda that is killed after its events are written, before it responds. */
const dying = (platform: Platform): Platform => ({
  ...platform,
  events: {
    ...platform.events,
    commit: async (plan) => {
      await platform.events.commit(plan);
      throw new Error('killed');
    },
  },
});

describe('a Lambda killed between append and response', () => {
  onEveryPlatform((open) => {
    test('does not change the response to a repeat with the same key', async () => {
      const platform = await open();
      const key = newId();
      const buy = (where: Platform) => ask(where, buyVan, { body: { plate: 'AB 1' }, key });
      expect((await buy(dying(platform))).status).toBe(500);
      const [second, third] = [await buy(platform), await buy(platform)];
      expect(second).toMatchObject({ status: 201, headers: { 'idempotent-replayed': 'true' }, body: { version: 1 } });
      expect([third.status, third.body]).toEqual([second.status, second.body]);

      const { vanId } = second.body;
      const paint = (where: Platform) =>
        ask(where, paintVan, { path: { vanId }, body: { colour: 'red' }, key, headers: { 'if-match': '"1"' } });
      expect((await paint(dying(platform))).status).toBe(500);
      expect(await paint(platform)).toMatchObject({ status: 200, body: { vanId, version: 2 } });
      expect(await paint(platform)).toMatchObject({ status: 200, body: { vanId, version: 2 } });
      expect((await ask(platform, getVan, { path: { vanId } })).body).toMatchObject({ colour: 'red', version: 2 });
    });

    test('has made its bookings once, and they do not conflict with the repeat', async () => {
      const platform = await open();
      const bought = async (plate: string) => (await ask(platform, buyVan, { body: { plate } })).body.vanId as string;
      const [mine, yours] = [await bought('AB 1'), await bought('CD 2')];
      const stay = { bayId: 'b1', from: '2026-05-04T08:00:00.000Z', to: '2026-05-04T09:00:00.000Z' };
      const take = (where: Platform, vanId: string) =>
        ask(where, takeBay, { path: { vanId }, body: stay, key: 'the-key' });
      expect((await take(dying(platform), mine)).status).toBe(500);
      const [second, third] = [await take(platform, mine), await take(platform, mine)];
      expect(second.status).toBe(201);
      expect([third.status, third.body]).toEqual([second.status, second.body]);
      expect((await take(platform, yours)).status).toBe(409);
    });
  });
});
