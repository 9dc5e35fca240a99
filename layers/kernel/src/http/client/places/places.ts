import { openSystem } from '../../../jobs/in-system.ts';
import { count, logger } from '../../../observability/observe.ts';
import { failureOf } from '../../../observability/reason-of.ts';
import type { Platform } from '../../../platform.ts';
import { putLast } from '../../../put-last.ts';
import { within } from '../../../within.ts';
import type { Place, PlaceOf } from '../place.ts';
import { lookUps } from './look-ups.ts';
import { publicAddress } from './public-address.ts';
import { whoIsId } from './who-is-id.ts';
import { type WhoIs, whoIsRecords } from './who-is-records.ts';

/** A request waits for this long. Then it goes on without a place, and the answer is there for the next one. */
const patienceMs = 50;
/** After a failure table and queue are left alone for this long. */
const restMs = 10_000;
/** Addresses that a container knows; beyond that, those that were not seen for longest are dropped. */
const mostAddresses = 10_000;
/** What was sent to be looked up is read again after this time, and after twice as long each time, up to the longest. */
const againMs = 10_000;
const longestAgainMs = 3_600_000;
/** Lookups that a container asks for in a minute: each may cost a request to the provider. */
const mostLookUps = 60;
const minuteMs = 60_000;

/** What a container knows about an address in a month. */
interface Known {
  readonly id: string;
  /** That of the month before, until there is a record of this month. */
  place: Place | undefined;
  /** When to read the record; `Infinity` once it was found, because it does not change. */
  readAt: number;
  againMs: number;
  isSent: boolean;
  reading?: Promise<void> | undefined;
}

export interface Places {
  /**
   * Where a client is, from what was looked up about its address in this month; an address without a record is sent to
   * be looked up, once. It never throws, and waits for 50 ms at most.
   */
  readonly find: (ip: string | undefined) => Promise<Place | undefined>;
  /** The same from memory. */
  readonly known: PlaceOf;
}

/** One for all functions of a process: they have the same clients. */
const shared = new WeakMap<Platform['records'], Places>();

export const placesOf = (platform: Platform): Places => {
  const places = shared.get(platform.records) ?? placesOn(platform);
  shared.set(platform.records, places);
  return places;
};

/** Private and other special addresses have no place, and are not looked up. */
const placesOn = (platform: Platform): Places => {
  const { records, clock } = platform;
  const addresses = new Map<string, Known>();
  const askFor = asker(platform);
  let restUntil = 0;
  let isWarm = false;

  const rest = (reason: 'slow' | 'failed', error?: unknown) => {
    restUntil = clock().getTime() + restMs;
    count('PlacesSkipped', { reason });
    logger.warn('places skipped', { reason, ...(error !== undefined && { cause: failureOf(error) }) });
  };

  const knownOf = (address: string, now: Date): Known => {
    const [id, before] = [whoIsId(address, now), addresses.get(address)];
    const known = before?.id === id ? before : { id, place: before?.place, readAt: 0, againMs, isSent: false };
    putLast(addresses, address, known, mostAddresses);
    return known;
  };

  const read = async (address: string, known: Known, ms: number): Promise<void> => {
    const found = await records.get(whoIsRecords, known.id, { consistent: false });
    if (found) {
      known.place = placeIn(found.data);
      known.readAt = Number.POSITIVE_INFINITY;
      return;
    }
    known.readAt = ms + minuteMs;
    known.isSent ||= await askFor(address, ms);
    if (!known.isSent) return;
    known.readAt = ms + known.againMs;
    known.againMs = Math.min(known.againMs * 2, longestAgainMs);
  };

  const begin = (address: string, known: Known, ms: number) => {
    known.reading = read(address, known, ms)
      .then(
        () => {
          isWarm = true;
        },
        (error) => rest('failed', error),
      )
      .finally(() => {
        known.reading = undefined;
      });
  };

  return {
    find: async (ip) => {
      const address = ip === undefined ? undefined : publicAddress(ip);
      if (address === undefined) return undefined;
      const now = clock();
      const ms = now.getTime();
      const known = knownOf(address, now);
      if (ms < restUntil) return known.place;
      if (ms >= known.readAt && !known.reading) begin(address, known, ms);
      // The first call of a container opens a connection, which says nothing about the table.
      if (known.reading && (await within(patienceMs, known.reading)) === 'late' && isWarm) rest('slow');
      return known.place;
    },
    known: (ip) => addresses.get(publicAddress(ip) ?? '')?.place,
  };
};

/** Sends an address to be looked up, unless the container has sent as many as it may in this minute. */
const asker = (platform: Platform) => {
  const { access } = openSystem<{ readonly lookUps: (message: { ip: string }) => Promise<void> }>(platform, {
    name: 'places',
    uses: { lookUps },
  });
  let sent = { minute: 0, count: 0 };
  return async (ip: string, ms: number): Promise<boolean> => {
    const minute = Math.floor(ms / minuteMs);
    if (sent.minute !== minute) sent = { minute, count: 0 };
    if (sent.count >= mostLookUps) return false;
    sent.count++;
    await access.lookUps({ ip });
    return true;
  };
};

const placeIn = ({ country, city }: WhoIs): Place | undefined =>
  country === undefined ? undefined : { country, ...(city !== undefined && { city }) };
