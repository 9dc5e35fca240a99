import { query, z } from '@waybill/kernel';
import { type RouteStatus, routeUse } from '#events/routes';
import { RouteRow, routeRow } from '../projections/route-row.ts';
import { RouteAnswer } from '../route-answer.ts';

/** More than this no screen can hold, and few answers; the list has them all. */
const mostShown = 1_000;
/** What matters most comes first. */
const order: readonly RouteStatus[] = ['Active', 'Planning', 'Deactivated'];

const Count = z.number().int();

export const getRouteOverview = query({
  summary: 'All routes at a glance, the active ones first: how much is on them, and what they pass next',
  route: 'GET /routes/overview',
  role: 'auditor',
  input: z.strictObject({}),
  output: z.object({
    statistics: z.object({ planning: Count, active: Count, deactivated: Count, liveDeliveries: Count }),
    routes: z.array(
      RouteAnswer.extend({
        liveDeliveries: Count,
        nextCheckpoint: RouteRow.shape.checkpoints.element.nullable(),
      }),
    ),
    asOf: z.iso.datetime(),
  }),
  reads: { rows: routeRow, bookings: routeUse },

  answer: async (_, { rows, bookings }, { now }) => {
    const [tally] = await rows.tallies();
    const routes: RouteRow[] = [];
    for (const status of order)
      for await (const row of rows.every('status', { by: status, descending: status === 'Deactivated' })) {
        if (routes.length === mostShown) break;
        routes.push(row);
      }
    const active = routes.filter(({ status }) => status === 'Active').map(({ routeId }) => routeId);
    const live = await bookings.counts(active);
    return {
      statistics: {
        planning: tally?.counts.Planning ?? 0,
        active: tally?.counts.Active ?? 0,
        deactivated: tally?.counts.Deactivated ?? 0,
        liveDeliveries: [...live.values()].reduce((sum, count) => sum + count, 0),
      },
      routes: routes.map((row) => ({
        ...row,
        liveDeliveries: live.get(row.routeId) ?? 0,
        nextCheckpoint: row.checkpoints.find(({ expectedAt }) => expectedAt > now) ?? null,
      })),
      asOf: now,
    };
  },
});
