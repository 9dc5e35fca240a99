import { csv, optionalText, page, pageOf, query, time, z } from '@waybill/kernel';
import { RouteStatus } from '#events/routes';
import { type RouteRow, routeRow } from '../projections/route-row.ts';
import { RouteAnswer } from '../route-answer.ts';
import { isUnderWayFrom } from '../schedule/is-under-way-from.ts';
import { underWayFrom } from '../schedule/lasting.ts';

export const listRoutes = query({
  summary: 'List routes',
  description: 'Sorted by start. `from` and `to` select routes that are under way at some time in that range.',
  route: 'GET /routes',
  role: 'auditor',
  input: z
    .strictObject({
      status: csv(RouteStatus).describe('Only those with one of these statuses.'),
      from: time().optional().describe('Only those that are under way at or after this time.'),
      to: time().optional().describe('Only those that start before this time; later than `from`.'),
      q: optionalText(200).describe('Only those with this text in their name, origin or destination.'),
      ...page,
    })
    .refine(({ from, to }) => !from || !to || from < to, { path: ['to'], error: 'must be after from' }),
  example: { status: ['Active', 'Planning'] },
  output: pageOf(RouteAnswer),
  reads: { routes: routeRow },

  answer: ({ limit, cursor, ...filters }, { routes }) => {
    const { status, from, to, q } = filters;
    const suits = (row: RouteRow) =>
      (!status || status.includes(row.status)) && (!from || isUnderWayFrom(row, from)) && (!q || mentions(row, q));
    return routes.list(from ? 'lasting' : 'status', {
      by: from ? underWayFrom(from) : (status ?? RouteStatus.options),
      ...((q || from) && { where: suits }),
      to,
      limit,
      cursor,
      filters,
    });
  },
});

const mentions = ({ name, origin, destination }: RouteRow, q: string) =>
  [name, origin, destination].some((text) => text?.toLowerCase().includes(q.toLowerCase()));
