import { id, query, z } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import type { DeliveryRow } from '../answers/delivery-row.ts';
import { minutesBetween } from '../answers/minutes-between.ts';
import { punctuality } from '../answers/punctuality.ts';
import { route } from '../external-aggregates.ts';
import { routeNotFound } from '../problems.ts';
import { deliveryRow } from '../projections/delivery-row.ts';

/** The maximum number of deliveries that are read, newest first. */
const deliveriesAtMost = 2_000;

const Minutes = z.number().nullable();

const RoutePerformance = z
  .object({
    routeId: z.guid().describe('The route.'),
    deliveries: z.number().int().describe('The number of deliveries that are over.'),
    delivered: z.number().int().describe('The number of them that were delivered.'),
    failed: z.number().int().describe('The number of them that failed.'),
    cancelled: z.number().int().describe('The number of them that were cancelled.'),
    onTimeRate: z.number().min(0).max(1).nullable().describe('The share of the delivered that came in time, 0–1.'),
    averageDelayMinutes: Minutes.describe('How late the delivered came on average, in minutes.'),
    checkpoints: z
      .array(
        z
          .object({
            sequence: z.number().int().describe('Its place on the route.'),
            location: z.string().describe('The address or name of the place.'),
            reached: z.number().int().describe('The number of deliveries that reached it.'),
            averageDelayMinutes: Minutes.describe('Their mean delay, in minutes.'),
            worstDelayMinutes: Minutes.describe('Their maximum delay, in minutes.'),
          })
          .meta({ id: 'CheckpointPerformance', description: 'The punctuality at a checkpoint.' }),
      )
      .describe('The checkpoints of the route, in order.'),
    complete: z
      .boolean()
      .describe('False if the route has more deliveries than one request reads; the oldest are then left out.'),
    asOf: z.iso.datetime().describe('When the figures were read.'),
  })
  .meta({ id: 'RoutePerformance', description: 'The punctuality of the deliveries of a route.' });

export const getRoutePerformance = query({
  summary: 'Get a route’s performance',
  description: 'The punctuality of its finished deliveries, at delivery and at each checkpoint.',
  route: 'GET /routes/{routeId}/performance',
  role: 'auditor',
  refuses: [routeNotFound],
  input: z.strictObject({ routeId: id().describe('The route.') }),
  example: { routeId: exampleIds.activeRoute },
  output: RoutePerformance,
  reads: { deliveries: deliveryRow, routes: route },

  answer: async ({ routeId }, { deliveries, routes }, { now }) => {
    const planned = await routes.state(routeId);
    if (!planned) return routeNotFound({ routeId });
    const newest = { by: routeId, descending: true, most: deliveriesAtMost };
    const { rows, complete } = await deliveries.first('route', newest);
    const over = rows.filter(({ endedAt }) => endedAt);

    const counted = (status: DeliveryRow['status']) => over.filter((row) => row.status === status).length;
    const came = over.map(punctuality).filter(({ delivered }) => delivered);
    const delays = Map.groupBy(over.flatMap(delaysAt), ({ sequence }) => sequence);
    return {
      routeId,
      deliveries: over.length,
      delivered: counted('Delivered'),
      failed: counted('Failed'),
      cancelled: counted('Cancelled'),
      onTimeRate: average(
        came.map(({ onTime }) => (onTime ? 1 : 0)),
        1000,
      ),
      averageDelayMinutes: average(came.map(({ delayMinutes }) => delayMinutes)),
      checkpoints: planned.checkpoints.map(({ sequence, location }) => {
        const late = (delays.get(sequence) ?? []).map(({ minutes }) => minutes);
        return {
          sequence,
          location,
          reached: late.length,
          averageDelayMinutes: average(late),
          worstDelayMinutes: late.length ? Math.max(...late) : null,
        };
      }),
      complete,
      asOf: now,
    };
  },
});

const delaysAt = ({ checkpoints }: DeliveryRow) =>
  checkpoints.flatMap(({ sequence, expectedAt, reachedAt }) =>
    reachedAt ? [{ sequence, minutes: Math.max(0, minutesBetween(expectedAt, reachedAt)) }] : [],
  );

const average = (values: readonly number[], precision = 10): number | null =>
  values.length ? Math.round((values.reduce((a, b) => a + b, 0) / values.length) * precision) / precision : null;
