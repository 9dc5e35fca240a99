import type * as z from 'zod';
import { lambda, type Reach, type Route } from '../function.ts';
import { edge, type HttpSpec, reachesOf, reply } from '../http/edge.ts';
import { expectedVersion, idempotencyKey } from '../http/headers.ts';
import { idFieldOf } from '../ids.ts';
import type { Platform } from '../platform.ts';
import type { ProblemType } from '../problems/problem.ts';
import type { RecordStore } from '../storage/records.ts';
import type { CheckedAggregate, CheckedRefusals, CheckedRoute, DeclaredRefusals } from './checked.ts';
import type { Decider } from './decider.ts';
import type { CommandContext, Decision } from './decision.ts';
import type { Event } from './event.ts';
import { execute } from './execute.ts';
import type { Reads, Seen } from './reads.ts';
import type { Resource } from './resource.ts';

export interface CommandSpec<
  Name extends string,
  State,
  F extends Event,
  Input extends z.ZodObject,
  S extends Reads = Reads,
  No extends ProblemType = ProblemType,
> extends Omit<HttpSpec<Input>, 'route'>,
    Decider<Name, State, F, Input, S, No> {
  /** Without a route a command is internal: for reactions, and the items of a bulk command. */
  readonly route?: HttpSpec<Input>['route'];
  /** The resources that its decisions book or free. */
  readonly books?: readonly Resource[];
  /** The registers whose records its decisions keep or drop. */
  readonly keeps?: readonly RecordStore[];
  /** 201 for a command that begins a part of the aggregate (a checkpoint, a proof); 200 for one that sets what was always there. */
  readonly status?: 200 | 201;
}

/** The same, with what the type checker finds wrong said in a sentence. */
type CheckedCommand<
  Name extends string,
  State,
  F extends Event,
  Input extends z.ZodObject,
  S extends Reads,
  R extends Route,
  No extends ProblemType,
  Begun,
  Decided,
> = Omit<CommandSpec<Name, State, F, Input, S, No>, 'route' | 'on' | 'refuses' | 'begin' | 'decide'> & {
  readonly route?: CheckedRoute<R, Input>;
  readonly on: CheckedAggregate<Name, State, F, Begun | Decided>;
  readonly refuses?: CheckedRefusals<No, Begun | Decided>;
  readonly begin?: (input: z.infer<Input>, circumstances: CommandContext<Seen<S>>) => Begun;
  readonly decide?: (state: State, input: z.infer<Input>, circumstances: CommandContext<Seen<S>>) => Decided;
} & DeclaredRefusals<Begun | Decided>;

/** One decision, written whole or not at all: over HTTP, from a reaction, or as an item of a bulk command. */
export const command = <
  const Name extends string,
  State,
  F extends Event,
  Input extends z.ZodObject,
  const S extends Reads = Record<never, never>,
  const R extends Route = Route,
  No extends ProblemType = never,
  Begun extends Decision<Event> = never,
  Decided extends Decision<Event> = never,
>(
  given: CheckedCommand<Name, State, F, Input, S, R, No, Begun, Decided>,
) => {
  const spec = given as unknown as CommandSpec<Name, State, F, Input, S>;
  const idField = idFieldOf(spec.on.name);
  const run = execute(spec, spec.route ?? spec.summary);
  const sights = Object.entries(spec.consults ?? {});

  const http = (platform: Platform) => {
    const { route } = spec;
    if (!route) throw new Error(`${spec.summary} has no route`);
    const order = run(platform);
    return edge({ ...spec, route }, platform, async ({ input, caller, correlationId, header }) => {
      const outcome = await order({
        input,
        caller,
        correlationId,
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
    ...sights.map(([name, sight]) => reachOf(sight, spec.appendsTo?.includes(name) ?? false)),
    ...(spec.books ?? []).map((resource): Reach => ({ to: 'book', resource })),
    ...(spec.keeps ?? []).map((register): Reach => ({ to: 'keep', register })),
    ...reachesOf(spec),
  ];
  return Object.assign(lambda({ kind: 'command' as const, reaches, ...spec }, http), { execute: run });
};

const reachOf = (sight: Reads[string], appends: boolean): Reach => {
  if (sight.kind === 'resource') return { to: 'see', resource: sight };
  if (sight.kind === 'recordStore') return { to: 'consult', register: sight };
  return { to: appends ? 'append' : 'read', source: sight };
};

/** Where what began is to be found: the path that was asked for, and its id, unless the path has it already. */
const placeOf = (route: Route, input: object, idField: string, id: string): string => {
  const path = route.slice(route.indexOf('/'));
  const named = path.replace(/{(\w+)}/g, (_, field: string) => String((input as Record<string, unknown>)[field]));
  return path.includes(`{${idField}}`) ? `/v1${named}` : `/v1${named}/${id}`;
};
