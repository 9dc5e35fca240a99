import { optionalText, page, pageOf, query, several, time, z } from '@waybill/kernel';
import { routeStatuses } from '#events/routes';
import { type RouteRow, routeRow } from '../projections/route-row.ts';
import { RouteAnswer } from '../route-answer.ts';
import { touches } from '../touches.ts';

export const listRoutes = query({
  summary: 'Routes in the order they start',
  route: 'GET /routes',
  role: 'auditor',
  input: z
    .strictObject({
      status: several(routeStatuses),
      from: time().optional(),
      to: time().optional(),
      q: optionalText(200),
      ...page,
    })
    .refine(({ from, to }) => !from || !to || from < to, { path: ['to'], error: 'must be after from' }),
  output: pageOf(RouteAnswer),
  reads: { routes: routeRow },

  answer: ({ limit, cursor, ...filters }, { routes }) => {
    const { status, from, to, q } = filters;
    const [only, ...others] = status ?? [];
    const byStatus = only && others.length === 0;
    const suits = (row: RouteRow) =>
      (!status || status.includes(row.status)) && touches(row, { from, to }) && (!q || mentions(row, q));
    return routes.list(byStatus ? 'status' : 'all', {
      ...(byStatus && { by: only }),
      ...((q || from || (status && !byStatus)) && { where: suits }),
      to,
      limit,
      cursor,
      asked: filters,
    });
  },
});

const mentions = ({ name, origin, destination }: RouteRow, q: string) =>
  [name, origin, destination].some((text) => text?.toLowerCase().includes(q.toLowerCase()));
