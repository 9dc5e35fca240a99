import type { Bookings, Commit, Platform } from '../platform.ts';
import { Problem } from '../problems/problem.ts';
import { resourceBooked } from '../problems/problems.ts';
import type { RecordChange } from '../storage/records.ts';
import type { Intent } from './decision.ts';
import type { RecordedEvent } from './event.ts';
import type { Guard, Look } from './reads.ts';
import { type Booking, overlaps, widened } from './resource.ts';

/** The facts for the streams that the command may append to beside its own, each after what was read of its stream. */
export const alsoTold = (
  intents: readonly Intent[],
  looks: readonly Look[],
  names: readonly string[],
  stamp: Pick<RecordedEvent, 'at' | 'by' | 'commandId' | 'inputHash' | 'correlationId' | 'impersonatedBy'>,
): RecordedEvent[] => {
  const told = new Map<string, number>();
  return intents.flatMap((intent) => {
    if (intent.intent !== 'also') return [];
    const guard = names.includes(intent.on) && looks.find(({ name }) => name === intent.on)?.guard;
    if (!guard || !('stream' in guard)) throw new Error(`no stream to append to is declared as ${intent.on}`);
    const version = (told.get(intent.on) ?? guard.version) + 1;
    told.set(intent.on, version);
    return [{ ...intent.fact, stream: guard.stream, version, ...stamp }];
  });
};

export const claimsIn = (
  intents: readonly Intent[],
  context: string,
  holder: string,
): Pick<Commit, 'claims' | 'releases'> => ({
  claims: intents.flatMap((it) => (it.intent === 'claim' ? [{ ...it, context, holder }] : [])),
  releases: intents.flatMap((it) => (it.intent === 'release' ? [{ ...it, field: it.kind, context, holder }] : [])),
});

/** The records that are kept and dropped: each in the place of the one that the decision saw, or of what is there now. */
export const entriesIn = (
  { records }: Platform,
  intents: readonly Intent[],
  looks: readonly Look[],
): Promise<RecordChange[]> =>
  Promise.all(
    intents
      .filter((intent) => intent.intent === 'keep')
      .map(async ({ register, id, data, expiresAt }) => {
        const seen = looks.find(({ record }) => record?.register === register && record.id === id)?.record;
        return {
          register,
          id,
          before: seen ? seen.entry : await records.get(register, id),
          after: data && { data, expiresAt },
        };
      }),
  );

/** Looks for overlaps before it books, and lets the counters of exclusive resources stand guard over what it saw. */
export const bookingsIn = async (
  { events }: Platform,
  org: string,
  holder: string,
  intents: readonly Intent[],
  guards: readonly Guard[],
): Promise<Pick<Commit, 'books' | 'frees' | 'unchangedBookings'>> => {
  const books = intents.filter((intent) => intent.intent === 'book');
  const frees = intents.filter((intent) => intent.intent === 'free');
  const unbooked = guards.flatMap((guard) => ('resource' in guard ? [guard] : []));
  const found = await Promise.all(
    books
      .filter(({ resource }) => resource.exclusive)
      .map(async (wanted) => ({ wanted, held: await events.bookings(org, wanted.resource, wanted.id) })),
  );
  const conflicts = found.flatMap(({ wanted, held }) => clashes(wanted, held, holder));
  if (conflicts.length) throw Problem.of(resourceBooked({ conflicts }));
  return {
    books: books.map(({ resource, id, window }) => ({ resource, id, holder, window })),
    frees: frees.map(({ resource, id, from }) => ({ resource, id, holder, from })),
    unchangedBookings: [
      ...unbooked,
      ...found.map(({ wanted: { resource, id }, held: { version } }) => ({ resource, id, version })),
    ],
  };
};

const clashes = (
  { window, buffer }: Extract<Intent, { intent: 'book' }>,
  { items }: Bookings,
  holder: string,
): readonly Booking[] => {
  const wide = buffer ? widened(window, buffer) : window;
  return items.filter((booking) => booking.holder !== holder && overlaps(wide, booking));
};
