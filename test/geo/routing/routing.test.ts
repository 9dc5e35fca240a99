import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { distanceInMetres } from '@waybill/kernel/distance';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { estimate, estimatedWay } from '../../../layers/geo/src/routing/estimate.ts';
import { osrm } from '../../../layers/geo/src/routing/osrm.ts';
import { routing } from '../../../layers/geo/src/routing/routing.ts';
import { serviceFrom } from '../../../layers/geo/src/routing/service-from.ts';
import { valhalla } from '../../../layers/geo/src/routing/valhalla.ts';

const vienna = { latitude: 48.2084, longitude: 16.3731 };
const graz = { latitude: 47.0707, longitude: 15.4395 };
const linz = { latitude: 48.3069, longitude: 14.2858 };

interface Asked {
  readonly url: string;
  readonly body: any;
}

/** A server that speaks a routing service's protocol, on loopback. */
const service = async (answer: (asked: Asked) => { status?: number; body: unknown }) => {
  const all: Asked[] = [];
  const server = createServer(async (request, response) => {
    const text = Buffer.concat(await request.toArray()).toString();
    const asked = { url: decodeURIComponent(request.url!), body: text && JSON.parse(text) };
    all.push(asked);
    const { status = 200, body } = answer(asked);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { asked: all, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
};

const point = fc.record({
  latitude: fc.double({ min: -85, max: 85, noNaN: true }),
  longitude: fc.double({ min: -180, max: 180, noNaN: true }),
});

describe('without a service, a way is estimated', () => {
  test('from the great circle, with a detour and the speeds of town and motorway', () => {
    const { metres, seconds } = estimatedWay(vienna, graz);
    // 145 km as the crow flies; by road it is about 195 km and two hours and a quarter.
    expect(metres / 1000).toBeGreaterThan(180);
    expect(metres / 1000).toBeLessThan(200);
    expect(seconds / 3600).toBeGreaterThan(2);
    expect(seconds / 3600).toBeLessThan(3.2);
  });

  test('as nothing, from a place to itself', () => expect(estimatedWay(graz, graz)).toEqual({ metres: 0, seconds: 0 }));

  test('between antipodes, which are half of the equator apart', () => {
    const there = { latitude: 84.9999998651331, longitude: 179.99998997043062 };
    const metres = distanceInMetres([there, { latitude: -84.99999998502125, longitude: 0 }]);
    expect(Math.round(metres / 1_000)).toBe(20_038);
  });

  test('the same there and back, and a longer way never takes less time', () => {
    fc.assert(
      fc.property(point, point, point, (a, b, c) => {
        const [there, back, other] = [estimatedWay(a, b), estimatedWay(b, a), estimatedWay(a, c)];
        expect(back).toEqual(there);
        const [short, long] = there.metres <= other.metres ? [there, other] : [other, there];
        expect(short.seconds).toBeLessThanOrEqual(long.seconds);
      }),
    );
  });

  test('with a leg for each part', async () => {
    const trip = await routing().trip([vienna, linz, graz]);
    expect(trip.by).toBe('estimate');
    expect(trip.legs).toEqual([estimatedWay(vienna, linz), estimatedWay(linz, graz)]);
    expect(trip.metres).toBe(trip.legs[0]!.metres + trip.legs[1]!.metres);
  });

  test('as nothing, for one point or none', async () => {
    expect(await routing().trip([graz])).toEqual({ metres: 0, seconds: 0, legs: [], by: 'estimate' });
    expect(await routing().trip([])).toEqual({ metres: 0, seconds: 0, legs: [], by: 'estimate' });
    expect(await routing().matrix([], [graz])).toEqual({ ways: [], by: 'estimate' });
    expect(await routing().matrix([graz], [])).toEqual({ ways: [[]], by: 'estimate' });
  });
});

describe('OSRM', () => {
  test('is asked for a trip, longitude first', async () => {
    const legs = [
      { distance: 184_000.4, duration: 7_000.2 },
      { distance: 221_000.6, duration: 8_000.7 },
    ];
    const { url, asked } = await service(() => ({ body: { code: 'Ok', routes: [{ legs }] } }));
    expect(await routing(osrm({ url })).trip([vienna, linz, graz])).toEqual({
      metres: 405_001,
      seconds: 15_001,
      legs: [
        { metres: 184_000, seconds: 7_000 },
        { metres: 221_001, seconds: 8_001 },
      ],
      by: 'osrm',
    });
    expect(asked[0]!.url).toBe('/route/v1/driving/16.3731,48.2084;14.2858,48.3069;15.4395,47.0707?overview=false');
  });

  test('is asked for a matrix', async () => {
    const { url, asked } = await service(() => ({
      body: { code: 'Ok', distances: [[1], [2]], durations: [[3], [4]] },
    }));
    const { ways, by } = await routing(osrm({ url, profile: 'truck' })).matrix([vienna, linz], [graz]);
    expect([ways, by]).toEqual([[[{ metres: 1, seconds: 3 }], [{ metres: 2, seconds: 4 }]], 'osrm']);
    expect(asked[0]!.url).toBe(
      '/table/v1/truck/16.3731,48.2084;14.2858,48.3069;15.4395,47.0707?sources=0;1&destinations=2&annotations=duration,distance',
    );
  });
});

describe('Valhalla', () => {
  test('is asked for a trip, in kilometres', async () => {
    const legs = [{ summary: { length: 184.4, time: 7_000.2 } }];
    const { url, asked } = await service(() => ({ body: { trip: { status: 0, legs } } }));
    expect(await routing(valhalla({ url })).trip([vienna, linz])).toMatchObject({
      metres: 184_400,
      seconds: 7_000,
      by: 'valhalla',
    });
    expect(asked[0]).toMatchObject({
      url: '/route',
      body: { costing: 'auto', units: 'kilometers', locations: [{ lat: 48.2084, lon: 16.3731 }, { lat: 48.3069 }] },
    });
  });

  test('is asked for a matrix', async () => {
    const { url, asked } = await service(() => ({ body: { sources_to_targets: [[{ distance: 1.5, time: 90 }]] } }));
    const { ways, by } = await routing(valhalla({ url })).matrix([vienna], [graz]);
    expect([ways, by]).toEqual([[[{ metres: 1_500, seconds: 90 }]], 'valhalla']);
    expect(asked[0]).toMatchObject({ url: '/sources_to_targets', body: { sources: [{}], targets: [{}] } });
  });
});

describe('a service that cannot tell is replaced by the estimate', () => {
  test.each<[string, { status?: number; body: unknown }]>([
    ['there is no way', { status: 400, body: { code: 'NoRoute', message: 'Impossible route' } }],
    ['it is down', { status: 503, body: {} }],
    ['its answer has another shape', { body: { code: 'Ok', routes: [] } }],
    ['it leaves out a leg', { body: { code: 'Ok', routes: [{ legs: [{ distance: 1, duration: 1 }] }] } }],
    [
      'a distance is negative',
      { body: { code: 'Ok', routes: [{ legs: Array(2).fill({ distance: -1, duration: 1 }) }] } },
    ],
  ])('when %s', async (_, answer) => {
    const { url } = await service(() => answer);
    const { trip } = routing(osrm({ url }));
    expect(await trip([vienna, linz, graz])).toMatchObject({ by: 'estimate', legs: [estimatedWay(vienna, linz), {}] });
  });

  test('when a matrix has no way between two places', async () => {
    const { url } = await service(() => ({ body: { code: 'Ok', distances: [[null]], durations: [[null]] } }));
    expect(await routing(osrm({ url })).matrix([vienna], [graz])).toEqual({
      ways: await estimate.matrix([vienna], [graz]),
      by: 'estimate',
    });
  });

  test('and is left alone after five failures', async () => {
    const { url, asked } = await service(() => ({ status: 500, body: {} }));
    const { trip } = routing(osrm({ url }));
    for (let i = 0; i < 10; i++) expect((await trip([vienna, graz])).by).toBe('estimate');
    expect(asked).toHaveLength(5);
  });
});

test('a stage names its service', () => {
  expect(serviceFrom('{"service":"osrm","url":"http://osrm:5000/"}').name).toBe('osrm');
  expect(serviceFrom('{"service":"valhalla","url":"http://valhalla:8002"}').name).toBe('valhalla');
  expect(serviceFrom('{"service":"estimate"}')).toBe(estimate);
  for (const wrong of ['{}', '{"service":"osrm"}', '{"service":"osrm","url":"no url"}'])
    expect(() => serviceFrom(wrong)).toThrow();
});
