import { mapWithConcurrency } from '@waybill/kernel/map-with-concurrency';
import { viewOf } from '@waybill/kernel/read/rows/view-of';
import { itemOf } from '@waybill/kernel/storage/aws/items/row-items';
import { tableOf } from '@waybill/kernel/storage/aws/table';
import { deliveryStatuses } from '#events/deliveries';
import { deliveries } from '#functions/contexts';
import { aLongStory, caller, org } from '../world.ts';
import type { Measured } from './table-of.ts';

/** BatchWriteItem takes 25 items (DynamoDB's limit). */
const itemsPerCall = 25;
const lanes = 4;

const idOf = (kind: string, i: number) => `${String(i).padStart(8, '0')}-0000-4000-8000-${kind.padEnd(12, '0')}`;
const driverId = idOf('d', 7);
const vehicleId = idOf('e', 7);
const customerId = idOf('c', 7);
const routeId = idOf('f', 7);

/** Deliveries as rows of the projector; one in a hundred has another status than delivered. */
export const fill = async ({ client, table }: Measured, count: number): Promise<void> => {
  const { deliveryRow } = deliveries;
  const { history } = aLongStory();
  const view = viewOf(deliveryRow, org);
  const row = deliveryRow.fold(undefined, history)!;
  const start = Date.parse('2026-01-01T00:00:00.000Z');
  const items = Array.from({ length: count }, (_, i) => {
    const data = {
      ...row,
      deliveryId: idOf('0', i),
      status: deliveryStatuses[i % 100] ?? 'Delivered',
      route: { ...row.route, routeId: idOf('f', i % 1_000) },
      driver: { ...row.driver!, driverId: idOf('d', i % 500) },
      vehicle: { ...row.vehicle!, vehicleId: idOf('e', i % 500) },
      customerId: idOf('c', i % 2_000),
      createdAt: new Date(start + i * 60_000).toISOString(),
    };
    return itemOf(view, deliveryRow.stored(data.deliveryId, data, history.length), () => new Date());
  });
  const calls = Array.from({ length: Math.ceil(count / itemsPerCall) }, (_, i) =>
    items.slice(i * itemsPerCall, (i + 1) * itemsPerCall),
  );
  await mapWithConcurrency(calls, lanes, tableOf(client, table).batchPut);
};

/** The lists of the board, and the values that select deliveries. */
const questions: Readonly<Record<string, Record<string, string>>> = {
  driver: { driverId },
  vehicle: { vehicleId },
  customer: { customerId },
  route: { routeId },
  status: { status: 'Cancelled' },
  'two statuses': { status: 'InTransit,OutForDelivery' },
  'nothing, newest first': {},
};

export interface PageRead {
  readonly by: string;
  readonly read: number;
  readonly items: number;
}

/** Read units of a page of 25 for each list. */
export const pages = async ({ platform, used }: Measured): Promise<PageRead[]> => {
  const all: PageRead[] = [];
  for (const [by, query] of Object.entries(questions)) {
    let items = 0;
    const { read } = await used(async () => {
      const { statusCode, body } = await deliveries.listDeliveries.with(platform)(
        {
          headers: {},
          multiValueQueryStringParameters: Object.fromEntries(
            Object.entries(query).map(([name, value]) => [name, [value]]),
          ),
          requestContext: { authorizer: { sub: caller.userId, ...caller } },
        } as any,
        {} as any,
      );
      if (statusCode !== 200) throw new Error(`${by}: ${statusCode} ${body}`);
      items = JSON.parse(body).items.length;
    });
    all.push({ by, read, items });
  }
  return all;
};
