import { optionalText, page, pageOf, query, z } from '@waybill/kernel';
import { driverTime } from '#events/fleet';
import { beginsWith } from '../begins-with.ts';
import { DriverAnswer, driverAnswer } from '../driver-answer.ts';
import { freeWindow, isWhole, withTurnaround } from '../free-window.ts';
import { heldBy } from '../held-by.ts';
import { isFree } from '../is-free.ts';
import { justAfter } from '../just-after.ts';
import { firstPolicy, policy } from '../policy.ts';
import { DriverRow, driverRow } from '../projections/driver-row.ts';

export const listDrivers = query({
  summary: 'Drivers by name; also those who are free for a window',
  route: 'GET /drivers',
  role: 'auditor',
  input: z
    .strictObject({ standing: DriverRow.shape.standing.optional(), q: optionalText(100), ...freeWindow, ...page })
    .refine(isWhole, { path: ['freeTo'], error: 'must come with freeFrom, and be after it' }),
  output: pageOf(DriverAnswer),
  reads: { drivers: driverRow, bookings: driverTime, policies: policy },

  answer: async ({ limit, cursor, ...filters }, { drivers, bookings, policies }, { now, caller }) => {
    const { standing, q } = filters;
    const { bufferMinutes } = (await policies.state(caller.orgId)) ?? firstPolicy;
    const window = withTurnaround(filters, bufferMinutes);
    const held = heldBy(await bookings.all(window && window.to > now ? window.to : justAfter(now)));
    const suits = (row: DriverRow) =>
      (!q || beginsWith(q, { name: row.name, identifier: row.licence })) &&
      (!window || isFree(row.standing, held(row.driverId), window));
    const found = await drivers.list(standing ? 'standing' : 'current', {
      ...(standing && { by: standing }),
      ...((q || window) && { where: suits }),
      limit,
      cursor,
      asked: filters,
    });
    return { ...found, items: found.items.map((row) => driverAnswer(row, held(row.driverId), now)) };
  },
});
