import { memory } from '@waybill/kernel/memory';
import { describe, expect, test } from 'vitest';
import { getTrip } from '#functions/geo/queries/get-trip';
import { ask } from '../../kernel/support/asking.ts';

const from = (points: string, platform = memory()) => ask(platform, getTrip, { query: { points } });

describe('a trip', () => {
  test('is estimated where the stage has no routing service', async () => {
    const { status, body } = await from('48.2084,16.3731;48.3069,14.2858;47.0707,15.4395');
    expect([status, body.by, body.legs.length]).toEqual([200, 'estimate', 2]);
    expect(body.metres).toBe(body.legs[0].metres + body.legs[1].metres);
    expect(body.metres).toBeGreaterThan(300_000);
    expect(body.seconds).toBeGreaterThan(3 * 3_600);
  });

  test('is estimated where the routing service cannot be reached', async () => {
    const platform = memory();
    const setting = JSON.stringify({ service: 'osrm', url: 'http://127.0.0.1:1' });
    await platform.parameters.put('/waybill/test/geo/routing', setting, { secret: true, once: false });
    const { status, body } = await from('48.2,16.3;48.3,16.4', { ...platform, stage: 'test' });
    expect([status, body.by]).toEqual([200, 'estimate']);
  });

  test.each([
    ['', 'pairs'],
    ['48.2,16.3', '2 to 25'],
    [Array(26).fill('1,1').join(';'), '2 to 25'],
    ['48.2,16.3;', 'pairs'],
    ['48.2;16.3', 'pairs'],
    ['91,0;0,0', 'latitudes'],
    ['0,181;0,0', 'longitudes'],
    ['1e9,0;0,0', 'pairs'],
    ['NaN,0;0,0', 'pairs'],
    ['0,0;0,0,0', 'pairs'],
    ['../../etc/passwd;0,0', 'pairs'],
    [`${'1,1;'.repeat(10_000)}1,1`, '800'],
  ])('needs positions that exist: %s', async (points, message) => {
    const { status, body } = await from(points);
    expect([status, body.code, body.errors[0].path]).toEqual([400, 'invalid-input', 'points']);
    expect(body.errors[0].message).toContain(message);
  });
});
