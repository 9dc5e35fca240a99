import { page, query, wholeNumber, z } from '@waybill/kernel';
import { type RouteStatus, routeUse } from '#events/routes';
import { RouteRow, routeRow } from '../projections/route-row.ts';
import { RouteAnswer } from '../route-answer.ts';

/** So many active routes are asked what is on them, to say how many deliveries are live on all of them. */
const activeAtMost = 1_000;
/** What matters most comes first. */
const order: readonly RouteStatus[] = ['Active', 'Planning', 'Deactivated'];

const Count = z.number().int();

export const getRouteOverview = query({
  summary: 'All routes at a glance, the active ones first: how much is on them, and what they pass next',
  route: 'GET /routes/overview',
  role: 'auditor',
  input: z.strictObject({
    limit: wholeNumber(1, 100).default(100).meta({ default: 100 }),
    cursor: page.cursor,
  }),
  output: z.object({
    /** Of all routes, on every page. */
    statistics: z.object({ planning: Count, active: Count, deactivated: Count, liveDeliveries: Count }),
    /** False where more routes are active than are asked what is on them: more deliveries are live then. */
    complete: z.boolean(),
    routes: z.array(
      RouteAnswer.extend({
        liveDeliveries: Count,
        nextCheckpoint: RouteRow.shape.checkpoints.element.nullable(),
      }),
    ),
    nextCursor: z.string().optional(),
    asOf: z.iso.datetime(),
  }),
  reads: { rows: routeRow, bookings: routeUse },

  answer: async ({ limit, cursor }, { rows, bookings }, { now }) => {
    const parts = order.map((status) => ({ by: status, descending: status === 'Deactivated' }));
    const [[tally], active, found] = await Promise.all([
      rows.tallies(),
      rows.first('status', { by: 'Active', most: activeAtMost }),
      rows.chain('status', parts, { limit, cursor, asked: {} }),
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
