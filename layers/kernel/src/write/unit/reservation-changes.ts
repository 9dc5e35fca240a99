import { type Claim, ClaimTaken, type Commit, type EventStore } from '../../platform.ts';
import type { UnitOfWork } from './unit-of-work.ts';

type Parts = Pick<Commit, 'claims' | 'releases' | 'books' | 'frees' | 'unchangedBookings'>;
type Slot = Parts['frees'][number];

/** The claims and bookings that a unit of work writes, all of one organization, and those that it has read. */
export interface ReservationChanges {
  readonly access: Pick<UnitOfWork, 'bookings' | 'holder' | 'write'>;
  readonly isEmpty: () => boolean;
  readonly parts: () => Parts & { readonly org?: string };
  /** Whether the unit had read the value as free, or releases it itself: then another writer took it in the meantime. */
  readonly foundFree: (error: ClaimTaken) => boolean;
}

export const reservationChanges = (events: Pick<EventStore, 'bookings' | 'holder'>): ReservationChanges => {
  const claims = new Map<string, Claim>();
  const releases = new Map<string, Claim>();
  const books = new Map<string, Parts['books'][number]>();
  const frees = new Map<string, Slot>();
  const unchangedBookings: Parts['unchangedBookings'][number][] = [];
  const free = new Set<string>();
  let org: string | undefined;

  const oneOrganization = (of: string) => {
    if (org !== undefined && org !== of) throw new Error('a unit of work claims and books in one organization only');
    org = of;
  };

  const access: ReservationChanges['access'] = {
    bookings: async (of, resource, id, { limit, guarded = true } = {}) => {
      const { items, version } = await events.bookings(of, resource, id, limit);
      if (guarded) {
        oneOrganization(of);
        unchangedBookings.push({ resource, id, version });
      }
      const slot = (holder: string, from: string) => slotKey({ resource, id, holder, from });
      const own = [...books.values()].filter((it) => placeKey(it) === placeKey({ resource, id }));
      const rest = items.filter(({ holder, from }) => !frees.has(slot(holder, from)) && !books.has(slot(holder, from)));
      return [...rest, ...own.map(({ holder, window }) => ({ resource: resource.name, id, holder, ...window }))];
    },
    holder: async (of, { context, name: kind }, value) => {
      const key = claimKey({ context, kind, value });
      if (claims.has(key)) return claims.get(key)!.holder;
      if (releases.has(key)) return undefined;
      const holder = await events.holder(of, { kind: 'claims', context, name: kind }, value);
      if (holder === undefined) free.add(key);
      return holder;
    },
    write: (of, more) => {
      if (Object.values(more).some((part) => part.length)) oneOrganization(of);
      for (const claim of more.releases) {
        // A release is of a holder's own claim: the value may move to another holder in the same unit, in any order.
        if (claims.get(claimKey(claim))?.holder === claim.holder) claims.delete(claimKey(claim));
        releases.set(claimKey(claim), claim);
      }
      for (const claim of more.claims) {
        const mine = claims.get(claimKey(claim)) ?? claim;
        if (mine.holder !== claim.holder) throw new ClaimTaken(claim);
        claims.set(claimKey(claim), claim);
      }
      // A booking of this unit is not in the table yet: freeing it removes it from the unit.
      for (const slot of more.frees) if (!books.delete(slotKey(slot))) frees.set(slotKey(slot), slot);
      for (const book of more.books) books.set(slotKey({ ...book, from: book.window.from }), book);
    },
  };

  return {
    access,
    isEmpty: () => [claims, releases, books, frees].every(({ size }) => size === 0),
    parts: () => ({
      ...(org !== undefined && { org }),
      claims: [...claims.values()],
      releases: [...releases.values()],
      books: [...books.values()],
      frees: [...frees.values()],
      unchangedBookings,
    }),
    foundFree: ({ claim }) => !claim.store && (free.has(claimKey(claim)) || releases.has(claimKey(claim))),
  };
};

const claimKey = ({ context, kind, value }: Pick<Claim, 'context' | 'kind' | 'value'>) => `${context}#${kind}#${value}`;
const placeKey = ({ resource: { context, name }, id }: Pick<Slot, 'resource' | 'id'>) => `${context}#${name}#${id}`;
const slotKey = ({ holder, from, ...place }: Slot) => `${placeKey(place)}#${from}#${holder}`;
