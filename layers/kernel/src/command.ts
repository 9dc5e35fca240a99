import { setTimeout as sleep } from 'node:timers/promises';
import type * as z from 'zod';
import type { Aggregate, Source } from './aggregate.ts';
import { backoff } from './backoff.ts';
import { type Circumstances, type Decision, type Intent, isIntent, isRefusal, refuse } from './decision.ts';
import { type Endpoint, edge, reply } from './edge/edge.ts';
import { expectedVersion, idempotencyKey } from './edge/headers.ts';
import type { Fact, Recorded, Stream } from './event.ts';
import { lambda, type Reach, type Route } from './function.ts';
import { digest, newId } from './ids.ts';
import { type Bookings, type Caller, ClaimTaken, type Commit, LostRace, type Platform } from './platform.ts';
import { Problem } from './problem.ts';
import { type Booking, overlaps, type Resource, widened } from './resource.ts';

/** What a command looks at before it decides, by names of its own: other streams, or the bookings of a resource. */
export type Sights = Readonly<Record<string, Source | Resource>>;

export type Seen<S extends Sights> = {
  readonly [K in keyof S]: S[K] extends Source<any, infer State> ? State | undefined : readonly Booking[];
};

export interface CommandSpec<
  Name extends string,
  State,
  F extends Fact,
  Input extends z.ZodObject,
  S extends Sights = Sights,
> extends Omit<Endpoint<Input>, 'route'> {
  /** Without a route a command is internal: for reactions, and the items of a bulk command. */
  readonly route?: Endpoint<Input>['route'];
  readonly on: Aggregate<Name, State, F>;
  /** Which one it is about, where the input does not say so in `<name>Id`. */
  readonly about?: (input: z.infer<Input>, caller: Caller) => string;
  readonly consults?: S;
  /** Which streams and resources those are; one that is left out is not looked at. */
  readonly where?: (
    input: z.infer<Input>,
    state: State | undefined,
    caller: Caller,
  ) => { readonly [K in keyof S]?: string | undefined };
  /** The resources that its decisions book or free. */
  readonly books?: readonly Resource[];
  /** When there is nothing yet. Without it, the answer is 404. */
  readonly begin?: (input: z.infer<Input>, circumstances: Circumstances<Seen<S>>) => Decision<F>;
  /** When there is something already. Without it, the answer is 409. */
  readonly decide?: (state: State, input: z.infer<Input>, circumstances: Circumstances<Seen<S>>) => Decision<F>;
  /** 201 for a command that begins a part of the aggregate (a checkpoint, a proof); 200 for one that sets what was always there. */
  readonly status?: 200 | 201;
  /** What the answer tells beside id and version. */
  readonly tells?: (input: z.infer<Input>, circumstances: Pick<Circumstances, 'newId'>) => Record<string, unknown>;
}

export interface Order<Input> {
  readonly input: Input;
  readonly caller: Caller;
  /** The same key never takes effect twice on the same stream. */
  readonly key: string;
  readonly correlation: string;
  /** The version the caller believes it is changing. */
  readonly expected?: number | undefined;
}

export interface Outcome {
  readonly id: string;
  readonly version: number;
  readonly began: boolean;
  readonly wrote: boolean;
  readonly replayed: boolean;
  readonly more: Record<string, unknown>;
}

/** The pure heart of every command: what is known in, decision out. */
export const decideOn = <State, F extends Fact, Input extends z.ZodObject, S extends Sights>(
  { on, begin, decide }: CommandSpec<any, State, F, Input, S>,
  state: State | undefined,
  input: z.infer<Input>,
  circumstances: Circumstances<Seen<S>>,
): Decision<F> => {
  if (state === undefined) return begin?.(input, circumstances) ?? refuse(`${on.name}-not-found`, {}, 404);
  return decide?.(state, input, circumstances) ?? refuse(`${on.name}-already-exists`);
};

/** A race is decided again five times; after that the client is told to come back. */
const attempts = 5;

/** One decision, written whole or not at all: over HTTP, from a reaction, or as an item of a bulk command. */
export const command = <
  const Name extends string,
  State,
  F extends Fact,
  Input extends z.ZodObject,
  const S extends Sights = Record<never, never>,
>(
  spec: CommandSpec<Name, State, F, Input, S>,
) => {
  const idField = `${spec.on.name}Id`;
  const sights = Object.entries(spec.consults ?? {});

  const execute =
    (platform: Platform) =>
    async ({ input, caller, key, correlation, expected }: Order<z.infer<Input>>): Promise<Outcome> => {
      const org = caller.orgId;
      const cause = digest(`${org} ${caller.userId} ${key}`);
      const asked = digest(JSON.stringify(input));
      const idOf = (what: string) => newId(`${cause} ${what}`);
      const id = spec.about?.(input, caller) ?? (input as Record<string, string>)[idField] ?? idOf(spec.on.name);
      const stream: Stream = { context: spec.on.context, org, aggregate: spec.on.name, id };
      const more = () => spec.tells?.(input, { newId: idOf }) ?? {};

      const attempt = async (): Promise<Outcome> => {
        const history = await platform.events.read(stream);
        const already = history.findLast((event) => event.cause === cause);
        if (already) {
          if (already.asked !== asked) throw new Problem(422, 'idempotency-key-reused');
          const { version } = already;
          const began = history.find((event) => event.cause === cause)?.version === 1;
          return { id, version, began, wrote: true, replayed: true, more: more() };
        }
        if (expected !== undefined && expected !== history.length)
          throw new Problem(412, 'version-moved-on', { version: history.length });

        const state = spec.on.replay(history);
        const where = (spec.where?.(input, state, caller) ?? {}) as Record<string, string | undefined>;
        const looks = await Promise.all(sights.map(([name, sight]) => look(platform, org, name, sight, where[name])));
        const now = platform.clock().toISOString();
        const sees = Object.fromEntries(looks.map(({ name, seen }) => [name, seen])) as Seen<S>;
        const decision = decideOn(spec, state, input, { now, caller, id, sees, newId: idOf });
        if (isRefusal(decision)) throw new Problem(decision.status, decision.refused, decision.because);

        const parts = [decision].flat() as (F | Intent)[];
        const facts = parts.filter((part): part is F => !isIntent(part));
        const intents = parts.filter(isIntent);
        const stamp = { at: now, by: caller.userId, cause, asked, correlation };
        const own = facts.map((fact, i): Recorded => ({ ...fact, stream, version: history.length + i + 1, ...stamp }));
        if (own.length || intents.length) {
          const others = alsoTold(intents, looks, stamp);
          const guards = looks.flatMap(({ guard }) => guard ?? []);
          await platform.events.commit({
            org,
            appends: [...own, ...others],
            unmoved: guards.filter((guard) => 'stream' in guard),
            ...claimsIn(intents, spec.on.context, id),
            ...(await bookingsIn(platform, org, id, intents, guards)),
          });
        }
        return {
          id,
          version: history.length + own.length,
          began: history.length === 0,
          wrote: own.length > 0,
          replayed: false,
          more: more(),
        };
      };

      for (let tries = 1; ; tries++) {
        try {
          return await attempt();
        } catch (error) {
          if (error instanceof ClaimTaken)
            throw new Problem(409, `${error.claim.kind}-taken`, { field: error.claim.field });
          if (!(error instanceof LostRace)) throw error;
          if (tries === attempts) throw new Problem(409, 'busy-try-again', {}, { 'retry-after': '1' });
          await sleep(backoff(tries));
        }
      }
    };

  const http = (platform: Platform) => {
    const { route } = spec;
    if (!route) throw new Error(`${spec.summary} has no route`);
    const run = execute(platform);
    return edge({ ...spec, route }, async ({ input, caller, correlation, header }) => {
      const outcome = await run({
        input,
        caller,
        correlation,
        key: `${route} ${idempotencyKey(header('idempotency-key'))}`,
        expected: expectedVersion(header('if-match')),
      });
      const { id, version, began, wrote, replayed, more } = outcome;
      const status = wrote ? (spec.status ?? (began ? 201 : 200)) : 200;
      return reply(
        status,
        { [idField]: id, version, ...more },
        {
          etag: `"${version}"`,
          ...(began && status === 201 && { location: placeOf(route, input, idField, id) }),
          ...(replayed && { 'idempotent-replayed': 'true' }),
        },
      );
    });
  };

  const reaches: Reach[] = [
    ...sights.map(
      ([, sight]): Reach =>
        sight.kind === 'resource' ? { to: 'see', resource: sight } : { to: 'read', source: sight },
    ),
    ...(spec.books ?? []).map((resource): Reach => ({ to: 'book', resource })),
  ];
  return Object.assign(lambda({ kind: 'command' as const, reaches, ...spec }, http), { execute });
};

/** Where what began is to be found: the path that was asked for, and its id, unless the path has it already. */
const placeOf = (route: Route, input: object, idField: string, id: string): string => {
  const path = route.slice(route.indexOf('/'));
  const named = path.replace(/{(\w+)}/g, (_, field: string) => String((input as Record<string, unknown>)[field]));
  return path.includes(`{${idField}}`) ? `/v1${named}` : `/v1${named}/${id}`;
};

type Guard =
  | { readonly stream: Stream; readonly version: number }
  | { readonly resource: Resource; readonly id: string; readonly version: number };

interface Look {
  readonly name: string;
  readonly seen: unknown;
  readonly guard?: Guard;
}

/** At most this many bookings are named to a decision that asks whether there are any. */
const bookingsSeen = 100;

const look = async (
  { events }: Platform,
  org: string,
  name: string,
  sight: Source | Resource,
  id: string | undefined,
): Promise<Look> => {
  if (id === undefined) return { name, seen: sight.kind === 'resource' ? [] : undefined };
  if (sight.kind === 'resource') {
    const { items, version } = await events.bookings(org, sight, id, bookingsSeen);
    return { name, seen: items, guard: { resource: sight, id, version } };
  }
  const stream = { context: sight.context, org, aggregate: sight.name, id };
  const history = await events.read(stream);
  const seen = sight.replay(history);
  return sight.guarded ? { name, seen, guard: { stream, version: history.length } } : { name, seen };
};

const alsoTold = (
  intents: readonly Intent[],
  looks: readonly Look[],
  stamp: Pick<Recorded, 'at' | 'by' | 'cause' | 'asked' | 'correlation'>,
): Recorded[] => {
  const told = new Map<string, number>();
  return intents.flatMap((intent) => {
    if (intent.intent !== 'also') return [];
    const guard = looks.find(({ name }) => name === intent.on)?.guard;
    if (!guard || !('stream' in guard)) throw new Error(`nothing is consulted as ${intent.on}`);
    const version = (told.get(intent.on) ?? guard.version) + 1;
    told.set(intent.on, version);
    return [{ ...intent.fact, stream: guard.stream, version, ...stamp }];
  });
};

const claimsIn = (
  intents: readonly Intent[],
  context: string,
  holder: string,
): Pick<Commit, 'claims' | 'releases'> => ({
  claims: intents.flatMap((it) => (it.intent === 'claim' ? [{ ...it, context, holder }] : [])),
  releases: intents.flatMap((it) => (it.intent === 'release' ? [{ ...it, field: it.kind, context, holder }] : [])),
});

/** Looks for overlaps before it books, and lets the counters of exclusive resources stand guard over what it saw. */
const bookingsIn = async (
  { events }: Platform,
  org: string,
  holder: string,
  intents: readonly Intent[],
  guards: readonly Guard[],
): Promise<Pick<Commit, 'books' | 'frees' | 'unbooked'>> => {
  const books = intents.filter((intent) => intent.intent === 'book');
  const frees = intents.filter((intent) => intent.intent === 'free');
  const unbooked = guards.flatMap((guard) => ('resource' in guard ? [guard] : []));
  const found = await Promise.all(
    books
      .filter(({ resource }) => resource.exclusive)
      .map(async (wanted) => ({ wanted, held: await events.bookings(org, wanted.resource, wanted.id) })),
  );
  const conflicts = found.flatMap(({ wanted, held }) => clashes(wanted, held, holder));
  if (conflicts.length) throw new Problem(409, 'resource-booked', { conflicts });
  return {
    books: books.map(({ resource, id, window }) => ({ resource, id, holder, window })),
    frees: frees.map(({ resource, id, from }) => ({ resource, id, holder, from })),
    unbooked: [
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
