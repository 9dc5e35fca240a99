import { optionalText, page, pageOf, query, z } from '@waybill/kernel';
import { vehicleTime } from '#events/fleet';
import { beginningWith, folded, identifierBegins, nameBegins } from '../answers/begins-with.ts';
import { justAfter } from '../answers/just-after.ts';
import { normalizedIdentifier } from '../answers/normalized-identifier.ts';
import { search } from '../answers/search.ts';
import { VehicleAnswer, vehicleAnswer } from '../answers/vehicle-answer.ts';
import { freeWindow, isWhole, withTurnaround } from '../availability/free-window.ts';
import { isFree } from '../availability/is-free.ts';
import { registrations } from '../fields/registrations.ts';
import { firstPolicy, policy } from '../policy.ts';
import { VehicleRow, vehicleRow } from '../projections/vehicle-row.ts';

export const listVehicles = query({
  summary: 'List vehicles',
  description:
    'Sorted by registration. `freeFrom` and `freeTo` select vehicles that can be booked for that window, turnaround time included. Retired vehicles are listed only with `standing=Retired`.',
  route: 'GET /vehicles',
  role: 'auditor',
  input: z
    .strictObject({
      standing: VehicleRow.shape.standing.optional().describe('Only those with this standing.'),
      q: optionalText(100).describe('Only those whose type or registration begins with this text.'),
      ...freeWindow,
      ...page,
    })
    .refine(isWhole, { path: ['freeTo'], error: 'must come with freeFrom, and be after it' }),
  example: { standing: 'Available' },
  output: pageOf(VehicleAnswer),
  reads: { vehicles: vehicleRow, bookings: vehicleTime, marks: registrations, policies: policy },

  answer: async ({ limit, cursor, ...filters }, { vehicles, bookings, marks, policies }, { now, caller }) => {
    const { standing, q } = filters;
    const { bufferMinutes } = (await policies.state(caller.orgId)) ?? firstPolicy;
    const window = withTurnaround(filters, bufferMinutes);
    const suits = (row: VehicleRow) =>
      (!standing || row.standing === standing) &&
      (!window || row.standing === 'Available') &&
      (!q || nameBegins(q, row.type) || identifierBegins(q, row.registration));
    const isFreeThen =
      window && (async (row: VehicleRow) => isFree(await bookings.last(row.vehicleId, window.to), window));
    const found = await search(
      vehicles,
      {
        list: standing || window ? 'standing' : 'current',
        by: standing ?? (window && 'Available'),
        ranges: q ? rangesFor(q, standing === 'Retired') : undefined,
        idOf: ({ vehicleId }) => vehicleId,
        named: q && (await marks.holder(normalizedIdentifier(q))),
        where: suits,
        whereAlso: isFreeThen,
      },
      { limit, cursor, filters },
    );
    const begun = await bookings.lasts(
      found.items.map(({ vehicleId }) => vehicleId),
      justAfter(now),
    );
    return { ...found, items: found.items.map((row) => vehicleAnswer(row, begun.get(row.vehicleId))) };
  },
});

/** Selects vehicles whose registration or type begins with the text. */
const rangesFor = (q: string, isRetired: boolean) => {
  const by = isRetired ? 'Retired' : '';
  const types = { list: 'type', by, ...beginningWith(folded(q)) };
  return [
    types,
    ...(normalizedIdentifier(q) ? [{ list: 'registration', by, ...beginningWith(normalizedIdentifier(q)) }] : []),
  ];
};
