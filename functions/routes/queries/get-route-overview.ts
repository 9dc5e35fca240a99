import { largePage, query, z } from '@waybill/kernel';
import { type RouteStatus, routeUse } from '#events/routes';
import { RouteRow, routeRow } from '../projections/route-row.ts';
import { RouteAnswer } from '../route-answer.ts';

/** The maximum number of active routes whose live deliveries are counted. */
const activeAtMost = 1_000;
/** The sort order: most relevant first. */
const order: readonly RouteStatus[] = ['Active', 'Planning', 'Deactivated'];

const Count = z.number().int();

export const getRouteOverview = query({
  summary: 'Get the route overview',
  description: 'All routes, active ones first, with the number of live deliveries and the next checkpoint.',
  route: 'GET /routes/overview',
  role: 'auditor',
  input: z.strictObject(largePage),
  output: z
    .object({
      statistics: z
        .object({
          planning: Count.describe('The number of routes in planning.'),
          active: Count.describe('The number of active routes.'),
          deactivated: Count.describe('The number of deactivated routes.'),
          liveDeliveries: Count.describe('The number of live deliveries on active routes.'),
        })
        .meta({ id: 'RouteStatistics', description: 'The number of routes by status.' }),
      complete: z
        .boolean()
        .describe(
          'False if more routes are active than one request reads. The number of live deliveries is then too low.',
        ),
      routes: z
        .array(
          RouteAnswer.extend({
            liveDeliveries: Count.describe('The number of live deliveries on the route.'),
            nextCheckpoint: RouteRow.shape.checkpoints.element
              .nullable()
              .describe('The next checkpoint, if there is one.'),
          }).meta({ id: 'RouteOverviewItem', description: 'A route with its live deliveries and next checkpoint.' }),
        )
        .describe('The routes on this page.'),
      nextCursor: z.string().optional().describe('The cursor of the next page; absent on the last page.'),
      asOf: z.iso.datetime().describe('When it was read.'),
    })
    .meta({ id: 'RouteOverview', description: 'An overview of all routes.' }),
  reads: { rows: routeRow, bookings: routeUse },

  answer: async ({ limit, cursor }, { rows, bookings }, { now }) => {
    const lists = order.map((status) => ({ list: 'status', by: status, descending: status === 'Deactivated' }));
    const [[bucket], active, found] = await Promise.all([
      rows.counters(),
      rows.first('status', { by: 'Active', most: activeAtMost }),
      rows.chain(lists, { limit, cursor, filters: {} }),
    ]);
    const { items: routes, nextCursor } = found;
    const counted = active.rows.map(({ routeId }) => routeId);
    const shown = routes.flatMap(({ status, routeId }) => (status === 'Active' ? [routeId] : []));
    const live = await bookings.counts([...new Set([...counted, ...shown])]);
    return {
      statistics: {
        planning: bucket?.counts.Planning ?? 0,
        active: bucket?.counts.Active ?? 0,
        deactivated: bucket?.counts.Deactivated ?? 0,
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
