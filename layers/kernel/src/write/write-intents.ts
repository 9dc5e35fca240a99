import type { Caller } from '../platform.ts';
import type { Refusal } from '../problems/problem.ts';
import { resourceBooked } from '../problems/problems.ts';
import type { CommandSpec, Writes } from './command.ts';
import type { Intent } from './decision.ts';
import type { Stream } from './event.ts';
import { type Booking, overlaps, widened } from './resource.ts';
import type { Stamp, UnitOfWork } from './unit-of-work.ts';

interface About {
  readonly org: string;
  /** The aggregate that the command decides on: it holds the claims and bookings. */
  readonly id: string;
  readonly input: unknown;
  readonly caller: Caller;
  readonly state: unknown;
  readonly stamp: Stamp;
}

/** Writes the intents of a decision into the unit of work; 409 `resource-booked` where a window is taken. */
export const writeIntents = async (
  unit: UnitOfWork,
  spec: CommandSpec,
  intents: readonly Intent[],
  about: About,
): Promise<Refusal | undefined> => {
  const { org, id: holder, stamp } = about;
  const { context } = spec.on;
  for (const intent of intents) refuseUndeclared(spec, intent);

  const conflicts = await conflictsOf(unit, intents, org, holder);
  if (conflicts.length) return resourceBooked({ conflicts });

  const of = <Kind extends Intent['intent']>(kind: Kind) =>
    intents.filter((it): it is Extract<Intent, { intent: Kind }> => it.intent === kind);
  unit.write(org, {
    claims: of('claim').map(({ claims: { name: kind }, value, field }) => ({ context, kind, value, field, holder })),
    releases: of('release').map(({ claims: { name }, value }) => ({ context, kind: name, value, field: name, holder })),
    books: of('book').map(({ resource, id, window }) => ({ resource, id, holder, window })),
    frees: of('free').map(({ resource, id, from }) => ({ resource, id, holder, from })),
  });
  for (const { store, id, data, expiresAt } of of('putRecord')) await unit.put(store, id, data, expiresAt);
  for (const { store, id } of of('deleteRecord')) await unit.delete(store, id);
  for (const { to, event } of of('append')) await unit.append(streamOf(spec, to, about), [event], stamp);
  return undefined;
};

/** The type checker refuses most of these; helpers that return plain intents are checked here. */
const refuseUndeclared = ({ summary, writes = {} }: { summary: string; writes?: Writes }, intent: Intent) => {
  const declared = Object.values(writes).some(
    (thing) =>
      ((intent.intent === 'claim' || intent.intent === 'release') && thing.name === intent.claims.name) ||
      ((intent.intent === 'book' || intent.intent === 'free') && thing.name === intent.resource.name) ||
      ((intent.intent === 'putRecord' || intent.intent === 'deleteRecord') && thing.name === intent.store.name),
  );
  if (!declared && !(intent.intent === 'append' && intent.to in writes))
    throw new Error(`${summary}: ${intent.intent} is not among its writes`);
};

const streamOf = ({ reads = {} }: CommandSpec, name: string, { org, input, caller, state }: About): Stream => {
  const read = reads[name];
  const place = read?.id(input, { caller, state });
  if (!read || place === undefined) throw new Error(`there is no stream ${name} to append to`);
  const { org: of, id } = typeof place === 'string' ? { org, id: place } : place;
  return { context: read.of.context, org: of, aggregate: read.of.name, id };
};

/** The bookings that are in the way. Reading them makes the commit fail if others are made meanwhile. */
const conflictsOf = async (unit: UnitOfWork, intents: readonly Intent[], org: string, holder: string) => {
  const wanted = intents.filter((it) => it.intent === 'book').filter(({ resource }) => resource.exclusive);
  const found = await Promise.all(
    wanted.map(async ({ resource, id, window, buffer }): Promise<readonly Booking[]> => {
      const wide = buffer ? widened(window, buffer) : window;
      const held = await unit.bookings(org, resource, id);
      return held.filter((booking) => booking.holder !== holder && overlaps(wide, booking));
    }),
  );
  return found.flat();
};
