import { optionalText, page, pageOf, query, z } from '@waybill/kernel';
import { vehicleTime } from '#events/fleet';
import { beginsWith } from '../begins-with.ts';
import { freeWindow, isWhole, withTurnaround } from '../free-window.ts';
import { heldBy } from '../held-by.ts';
import { isFree } from '../is-free.ts';
import { justAfter } from '../just-after.ts';
import { firstPolicy, policy } from '../policy.ts';
import { VehicleRow, vehicleRow } from '../projections/vehicle-row.ts';
import { VehicleAnswer, vehicleAnswer } from '../vehicle-answer.ts';

export const listVehicles = query({
  summary: 'Vehicles by registration; also those that are free for a window',
  route: 'GET /vehicles',
  role: 'auditor',
  input: z
    .strictObject({ standing: VehicleRow.shape.standing.optional(), q: optionalText(100), ...freeWindow, ...page })
    .refine(isWhole, { path: ['freeTo'], error: 'must come with freeFrom, and be after it' }),
  output: pageOf(VehicleAnswer),
  reads: { vehicles: vehicleRow, bookings: vehicleTime, policies: policy },

  answer: async ({ limit, cursor, ...filters }, { vehicles, bookings, policies }, { now, caller }) => {
    const { standing, q } = filters;
    const { bufferMinutes } = (await policies.state(caller.orgId)) ?? firstPolicy;
    const window = withTurnaround(filters, bufferMinutes);
    const held = heldBy(await bookings.all(window && window.to > now ? window.to : justAfter(now)));
    const suits = (row: VehicleRow) =>
      (!q || beginsWith(q, { name: row.type, identifier: row.registration })) &&
      (!window || isFree(row.standing, held(row.vehicleId), window));
    const found = await vehicles.list(standing ? 'standing' : 'current', {
      ...(standing && { by: standing }),
      ...((q || window) && { where: suits }),
      limit,
      cursor,
      asked: filters,
    });
    return { ...found, items: found.items.map((row) => vehicleAnswer(row, held(row.vehicleId), now)) };
  },
});
