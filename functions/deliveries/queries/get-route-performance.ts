import { id, query, z } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import type { DeliveryRow } from '../answers/delivery-row.ts';
import { minutesBetween } from '../answers/minutes-between.ts';
import { punctuality } from '../answers/punctuality.ts';
import { routeNotFound } from '../problems.ts';
import { deliveryRow } from '../projections/delivery-row.ts';
import { route } from '../sights.ts';

/** More deliveries than these are not looked at: the newest say how the route does. */
const deliveriesAtMost = 2_000;

const Minutes = z.number().nullable();

const RoutePerformance = z
  .object({
    routeId: z.guid().describe('The route.'),
    deliveries: z.number().int().describe('How many deliveries are over.'),
    delivered: z.number().int().describe('How many of them were delivered.'),
    failed: z.number().int().describe('How many of them failed.'),
    cancelled: z.number().int().describe('How many of them were cancelled.'),
    onTimeRate: z.number().min(0).max(1).nullable().describe('The share of the delivered that came in time, 0–1.'),
    averageDelayMinutes: Minutes.describe('How late the delivered came on average, in minutes.'),
    checkpoints: z
      .array(
        z
          .object({
            sequence: z.number().int().describe('Its place on the route.'),
            location: z.string().describe('Where it is.'),
            reached: z.number().int().describe('How many deliveries reached it.'),
            averageDelayMinutes: Minutes.describe('How late they were on average, in minutes.'),
            worstDelayMinutes: Minutes.describe('How late the latest was, in minutes.'),
          })
          .meta({ id: 'CheckpointPerformance', description: 'How punctually a checkpoint was reached.' }),
      )
      .describe('The checkpoints of the route, in order.'),
    complete: z
      .boolean()
      .describe('False where the route had more deliveries than are looked at: the oldest are left out.'),
    asOf: z.iso.datetime().describe('When it was counted.'),
  })
  .meta({ id: 'RoutePerformance', description: 'How punctual the deliveries of a route were.' });

export const getRoutePerformance = query({
  summary: 'Get a route’s performance',
  description: 'How punctual its finished deliveries were, at the door and at each checkpoint.',
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
