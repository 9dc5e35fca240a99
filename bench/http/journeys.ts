import { aDelivery } from '../world.ts';
import type { Load } from './load.ts';
import type { Served } from './served.ts';

interface Journeys {
  readonly ids: readonly string[];
  /** Two status changes that each delivery allows without a booking. */
  readonly changes: Load['requests'];
  /** The GETs to send, one delivery after another. */
  readonly gets: (count: number) => Load['requests'];
}

/** Deliveries with 19 events each. */
export const journeys = async ({ platform, drained }: Pick<Served, 'platform' | 'drained'>, count: number) => {
  const ids: string[] = [];
  while (ids.length < count) {
    const made = await Promise.all(Array.from({ length: 16 }, () => aDelivery(platform)));
    ids.push(...made.map(({ deliveryId }) => deliveryId));
  }
  await drained();
  const change = (status: string) => (id: string) => ({
    method: 'PUT',
    path: `/deliveries/${id}/status`,
    body: { status },
  });
  const all: Journeys = {
    ids,
    changes: [...ids.map(change('InTransit')), ...ids.map(change('OutForDelivery'))],
    gets: (count) =>
      Array.from({ length: count }, (_, i) => ({ method: 'GET', path: `/deliveries/${ids[i % ids.length]}` })),
  };
  return all;
};
