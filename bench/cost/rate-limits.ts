import { whoIsId, whoIsRecords } from '@waybill/kernel';
import { placesOf } from '@waybill/kernel/http/client/places/places';
import type { Platform } from '@waybill/kernel/platform';
import { deliveries } from '#functions/contexts';
import { percentile, type Result } from '../result.ts';
import { aDelivery, caller } from '../world.ts';
import { ownTable } from './table-of.ts';
import { written } from './units.ts';

/** Clients with an address and a device of their own; each sends this many requests, taking turns. */
const clients = 40;
const each = 8;

/** What the rate limits add to a request: write units, and time. With and without them in turns, under the same load. */
export const rateLimits = async (): Promise<Result[]> => {
  const { platform, uncounted, used, stop } = await ownTable();
  try {
    const { deliveryId } = await aDelivery(uncounted);
    const requests = Array.from({ length: clients * each }, (_, i) => `51.0.${i % clients}.1`);
    for (const ip of requests.slice(0, clients)) await ask(uncounted, deliveryId, ip);

    const without = await used(() => inTurn(requests, () => ask(platform, deliveryId, undefined)));
    const counted = await used(() => inTurn(requests, (ip) => ask(platform, deliveryId, ip)));
    const perRequest = (units: number) => units / requests.length;

    await locate(uncounted, requests.slice(0, clients));
    const located = await used(() => inTurn(requests, async (ip) => void (await placesOf(platform).find(ip))));

    const times = { with: [] as number[], without: [] as number[] };
    for (const ip of requests) {
      times.without.push(await took(() => ask(uncounted, deliveryId, undefined)));
      times.with.push(await took(() => ask(uncounted, deliveryId, ip)));
    }
    const [bare, limited] = [percentile(times.without, 0.5), percentile(times.with, 0.5)];
    const writes = perRequest(written(counted) - written(without));
    return [
      {
        what: `limits of a request, ${each} a minute of each client: write units`,
        target: '≤ 1',
        ok: writes <= 1,
        measured: writes,
      },
      { what: '  … read units', measured: perRequest(counted.read - without.read) },
      {
        what: `places of clients, ${each} requests of each: read units of a request`,
        target: '≤ 0.1',
        ok: perRequest(located.read) <= 0.1,
        measured: perRequest(located.read),
      },
      { what: 'GET of one resource without limits: p50', unit: 'ms', measured: bare },
      { what: '  … with limits: p50', unit: 'ms', measured: limited },
      { what: '  … ratio', target: '≤ 2', ok: limited / bare <= 2, measured: limited / bare },
    ];
  } finally {
    await stop();
  }
};

/** What lookups would have found. */
const locate = async ({ events, clock }: Platform, ips: readonly string[]) => {
  for (const ip of ips) {
    const after = { data: { at: clock().toISOString(), country: 'GB', city: 'Leeds' } };
    await events.commit({ records: [{ store: whoIsRecords, id: whoIsId(ip, clock()), before: undefined, after }] });
  }
};

const inTurn = async (requests: readonly string[], send: (ip: string) => Promise<void>) => {
  for (const ip of requests) await send(ip);
};

/** Without an address nothing is counted. */
const ask = async (platform: any, deliveryId: string, sourceIp: string | undefined): Promise<void> => {
  const event = {
    headers: { 'User-Agent': 'bench' },
    pathParameters: { deliveryId },
    requestContext: { identity: { sourceIp }, authorizer: { sub: caller.userId, ...caller } },
  };
  const { statusCode, body } = await (deliveries.getDelivery as any).with(platform)(event, {});
  if (statusCode !== 200) throw new Error(`${statusCode} ${body}`);
};

const took = async (work: () => Promise<unknown>) => {
  const began = performance.now();
  await work();
  return performance.now() - began;
};
