import { optionalText, page, pageOf, query, z } from '@waybill/kernel';
import { driverTime } from '#events/fleet';
import { beginningWith, folded, identifierBegins, nameBegins } from '../answers/begins-with.ts';
import { DriverAnswer, driverAnswer } from '../answers/driver-answer.ts';
import { justAfter } from '../answers/just-after.ts';
import { normalizedIdentifier } from '../answers/normalized-identifier.ts';
import { search } from '../answers/search.ts';
import { freeWindow, isWhole, withTurnaround } from '../availability/free-window.ts';
import { isFree } from '../availability/is-free.ts';
import { licences } from '../fields/licences.ts';
import { firstPolicy, policy } from '../policy.ts';
import { DriverRow, driverRow } from '../projections/driver-row.ts';

export const listDrivers = query({
  summary: 'List drivers',
  description:
    'Sorted by name. `freeFrom` and `freeTo` select drivers who can be booked for that window, turnaround time included. Retired drivers are listed only with `standing=Retired`.',
  route: 'GET /drivers',
  role: 'auditor',
  input: z
    .strictObject({
      standing: DriverRow.shape.standing.optional().describe('Only those with this standing.'),
      q: optionalText(100).describe('Only those whose name or licence begins with this text.'),
      ...freeWindow,
      ...page,
    })
    .refine(isWhole, { path: ['freeTo'], error: 'must come with freeFrom, and be after it' }),
  example: { standing: 'Available' },
  output: pageOf(DriverAnswer),
  reads: { drivers: driverRow, bookings: driverTime, marks: licences, policies: policy },

  answer: async ({ limit, cursor, ...filters }, { drivers, bookings, marks, policies }, { now, caller }) => {
    const { standing, q } = filters;
    const { bufferMinutes } = (await policies.state(caller.orgId)) ?? firstPolicy;
    const window = withTurnaround(filters, bufferMinutes);
    const suits = (row: DriverRow) =>
      (!standing || row.standing === standing) &&
      (!window || row.standing === 'Available') &&
      (!q || nameBegins(q, row.name) || identifierBegins(q, row.licence));
    const isFreeThen =
      window && (async (row: DriverRow) => isFree(await bookings.last(row.driverId, window.to), window));
    const found = await search(
      drivers,
      {
        list: standing || window ? 'standing' : 'current',
        by: standing ?? (window && 'Available'),
        ranges: q ? rangesFor(q, standing === 'Retired') : undefined,
        idOf: ({ driverId }) => driverId,
        named: q && (await marks.holder(normalizedIdentifier(q))),
        where: suits,
        whereAlso: isFreeThen,
      },
      { limit, cursor, filters },
    );
    const begun = await bookings.lasts(
      found.items.map(({ driverId }) => driverId),
      justAfter(now),
    );
    return { ...found, items: found.items.map((row) => driverAnswer(row, begun.get(row.driverId))) };
  },
});

/** Selects drivers whose name or licence begins with the text. */
const rangesFor = (q: string, isRetired: boolean) => {
  const names = isRetired ? { list: 'standing', by: 'Retired' } : { list: 'current' };
  const licences = { list: 'licence', by: isRetired ? 'Retired' : '', ...beginningWith(normalizedIdentifier(q)) };
  return [{ ...names, ...beginningWith(folded(q)) }, ...(normalizedIdentifier(q) ? [licences] : [])];
};
