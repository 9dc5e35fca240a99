import { largePage, query, z } from '@waybill/kernel';
import { type RouteStatus, routeUse } from '#events/routes';
import { RouteRow, routeRow } from '../projections/route-row.ts';
import { RouteAnswer } from '../route-answer.ts';

/** So many active routes are asked what is on them, to say how many deliveries are live on all of them. */
const activeAtMost = 1_000;
/** What matters most comes first. */
const order: readonly RouteStatus[] = ['Active', 'Planning', 'Deactivated'];

const Count = z.number().int();

export const getRouteOverview = query({
  summary: 'Get the route overview',
  description: 'All routes, the active ones first: how many deliveries are on them, and which checkpoint is next.',
  route: 'GET /routes/overview',
  role: 'auditor',
  input: z.strictObject(largePage),
  output: z
    .object({
      statistics: z
        .object({
          planning: Count.describe('Routes being planned.'),
          active: Count.describe('Active routes.'),
          deactivated: Count.describe('Deactivated routes.'),
          liveDeliveries: Count.describe('Live deliveries on active routes.'),
        })
        .meta({ id: 'RouteStatistics', description: 'The routes in figures.' }),
      complete: z
        .boolean()
        .describe('False where more routes are active than are asked what is on them: more deliveries are live then.'),
      routes: z
        .array(
          RouteAnswer.extend({
            liveDeliveries: Count.describe('Live deliveries on it.'),
            nextCheckpoint: RouteRow.shape.checkpoints.element
              .nullable()
              .describe('The first checkpoint still ahead, if there is one.'),
          }).meta({ id: 'RouteOverviewItem', description: 'A route with what happens on it.' }),
        )
        .describe('The routes on this page.'),
      nextCursor: z.string().optional().describe('Where the next page begins; absent on the last one.'),
      asOf: z.iso.datetime().describe('When it was read.'),
    })
    .meta({ id: 'RouteOverview', description: 'All routes at a glance.' }),
  reads: { rows: routeRow, bookings: routeUse },

  answer: async ({ limit, cursor }, { rows, bookings }, { now }) => {
    const lists = order.map((status) => ({ list: 'status', by: status, descending: status === 'Deactivated' }));
    const [[tally], active, found] = await Promise.all([
      rows.counters(),
      rows.first('status', { by: 'Active', most: activeAtMost }),
      rows.chain(lists, { limit, cursor, asked: {} }),
    ]);
    const { items: routes, nextCursor } = found;
    const counted = active.rows.map(({ routeId }) => routeId);
    const shown = routes.flatMap(({ status, routeId }) => (status === 'Active' ? [routeId] : []));
    const live = await bookings.counts([...new Set([...counted, ...shown])]);
    return {
      statistics: {
        planning: tally?.counts.Planning ?? 0,
        active: tally?.counts.Active ?? 0,
        deactivated: tally?.counts.Deactivated ?? 0,
        liveDeliveries: counted.reduce((sum, routeId) => sum + (live.get(routeId) ?? 0), 0),
      },
      complete: active.complete,
      routes: routes.map((row) => ({
        ...row,
        liveDeliveries: live.get(row.routeId) ?? 0,
        nextCheckpoint: row.checkpoints.find(({ expectedAt }) => expectedAt > now) ?? null,
      })),
      ...(nextCursor && { nextCursor }),
      asOf: now,
    };
  },
});
