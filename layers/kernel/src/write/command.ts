import type * as z from 'zod';
import { lambda, type Route } from '../function.ts';
import type { Authentication } from '../http/authentication.ts';
import { edge, type HttpRequest, type HttpSpec, refuse, reply } from '../http/edge.ts';
import { expectedVersion, idempotencyKey } from '../http/headers.ts';
import { inRequest, type RequestContext } from '../http/in-request.ts';
import { idFieldOf } from '../ids.ts';
import type { Caller, Platform } from '../platform.ts';
import type { CodeOf, ProblemType, Refusal } from '../problems/problem.ts';
import type { Claims } from '../read/claims.ts';
import type { RecordStore } from '../storage/records.ts';
import type { Aggregate, Source } from './aggregate.ts';
import type { CheckedRoute } from './checked.ts';
import { type CommandContext, type Decision, type IntentOf, isRefusal } from './decision.ts';
import type { Event, RecordedEvent } from './event.ts';
import { type CommandEnvelope, type CommandResult, counted, execute, executeIn } from './execute.ts';
import type { Read, Readable, ReadSeveral, Several, Values } from './reads.ts';
import type { Resource } from './resource.ts';
import type { UnitOfWork } from './unit/unit-of-work.ts';

/**
 * What a command may write in addition to its own stream: claims, bookings, records, or streams that it reads under the
 * same name.
 */
export type Writes = Readonly<Record<string, Claims | Resource | RecordStore | Source>>;

type Decided<E extends Event, W, P extends ProblemType> = Decision<
  NoInfer<E>,
  IntentOf<NoInfer<W>>,
  CodeOf<NoInfer<P>>
>;

/**
 * @typeParam R what it reads, by name; @typeParam W what it writes, by name; @typeParam P the problems with which it is
 * refused; @typeParam Who the user that `as` authenticates
 */
export interface CommandSpec<
  Name extends string = string,
  State = any,
  E extends Event = any,
  Input extends z.ZodObject = any,
  R = any,
  W = any,
  P extends ProblemType = any,
  Path extends Route = Route,
  Who = any,
> extends Omit<HttpSpec<Input>, 'route' | 'as'> {
  /** Without a route a command is internal: for reactions, endpoints, other commands and bulk items. */
  readonly route?: CheckedRoute<Path, Input>;
  /** Authenticates the caller, in the same unit of work, where the role is `person`. */
  readonly as?: Authentication<Who>;
  /** The caller, with an organization, if it is not the one that `as` authenticated. */
  readonly callerOf?: (person: NoInfer<Who>, input: z.infer<Input>) => Caller;
  readonly on: Aggregate<Name, State, E>;
  /** The id of the aggregate, where the input has no field `<name>Id`. */
  readonly about?: (input: z.infer<Input>, caller: Caller, person: NoInfer<Who>) => string;
  /** The schema of the id, where `about` gives one that is not a UUID. */
  readonly idSchema?: z.ZodType<string>;
  /** What the decision needs in addition to its own aggregate. */
  readonly reads?: {
    readonly [K in keyof R]: R[K] extends Several
      ? ReadSeveral<R[K], z.infer<Input>>
      : R[K] extends Readable
        ? Read<R[K], z.infer<Input>, State, NoInfer<Who>>
        : never;
  };
  /** What the decision may write in addition to its own events. */
  readonly writes?: W;
  readonly refuses?: readonly P[];
  /** Decides if the aggregate does not exist yet. Without it: 404. */
  readonly begin?: (
    input: z.infer<Input>,
    reads: Values<NoInfer<R>>,
    context: CommandContext<NoInfer<Who>>,
  ) => Decided<E, W, P>;
  /** Decides if the aggregate exists. Without it: 409. */
  readonly decide?: (
    state: State,
    input: z.infer<Input>,
    reads: Values<NoInfer<R>>,
    context: CommandContext<NoInfer<Who>>,
  ) => Decided<E, W, P>;
  /**
   * The members of the response in addition to id and version. `events` are those that the command appended to its own
   * stream: the same ones when the command is repeated.
   */
  readonly respond?: (
    input: z.infer<Input>,
    context: Pick<CommandContext, 'newId' | 'id' | 'caller' | 'secret'> & { readonly events: readonly RecordedEvent[] },
  ) => Record<string, unknown>;
  /** The schema of the result of `respond`. */
  readonly responseSchema?: z.ZodObject;
  /** Creates a secret for the decision. It is in the first response only: when a command is repeated there is none. */
  readonly generateSecret?: () => string;
  /** 201 for a command that creates a part of the aggregate (a checkpoint, a proof); 200 for one that updates it. */
  readonly status?: 200 | 201;
  /** The response field with the id of the part that it creates: `Location` is the requested path and this id. */
  readonly part?: string;
}

/** The declaration of a command. */
export type CommandDefinition<
  Name extends string = string,
  State = any,
  E extends Event = any,
  Input extends z.ZodObject = any,
  R = any,
  W = any,
  P extends ProblemType = any,
> = Omit<CommandSpec<Name, State, E, Input, R, W, P>, 'route'> & {
  readonly kind: 'command';
  readonly route?: Route;
};

/** A command that can be executed: alone, or in the unit of work of its caller. */
export interface CommandFunction<Input = any, P extends ProblemType = any> {
  readonly definition: CommandDefinition<any, any, any, any, any, any, P>;
  /** Executes it in a unit of work of its own. A refusal is returned. */
  readonly attempt: (platform: Platform) => (envelope: CommandEnvelope<Input>) => Promise<CommandResult | Refusal>;
  /** The same for callers that do not expect a refusal: it is thrown. */
  readonly execute: (platform: Platform) => (envelope: CommandEnvelope<Input>) => Promise<CommandResult>;
  /** Executes it in the caller's unit of work. */
  readonly executeIn: (unit: UnitOfWork, envelope: CommandEnvelope<Input>) => Promise<CommandResult | Refusal>;
}

/**
 * One decision on one aggregate, written atomically: over HTTP, from a reaction or endpoint, or as an item of a bulk
 * command.
 */
export const command = <
  const Name extends string,
  State,
  E extends Event,
  Input extends z.ZodObject,
  R = Record<never, never>,
  const W extends Writes = Record<never, never>,
  const P extends ProblemType = never,
  const Path extends Route = Route,
  Who = undefined,
>(
  given: CommandSpec<Name, State, E, Input, R, W, P, Path, Who>,
) => {
  const spec = given as unknown as CommandSpec;
  const name = spec.route ?? spec.summary;
  const attempt = execute<Input>(spec, name);

  const http = (platform: Platform) => {
    const { route, as, part } = spec;
    if (!route) throw new Error(`${spec.summary} has no route`);
    const idField = idFieldOf(spec.on.name);
    const send = attempt(platform);
    const authenticated = { ...spec, route, reads: undefined, writes: undefined };
    /** Authenticates, and executes the command, in one unit of work. */
    const sendAs = async (envelope: CommandEnvelope<z.infer<Input>>, request: HttpRequest<z.infer<Input>>) => {
      const work = (_: unknown, { caller: found, person }: RequestContext<unknown>, unit: UnitOfWork) => {
        const caller = spec.callerOf?.(person, request.input) ?? found;
        return executeIn(unit, spec, { ...envelope, caller, person });
      };
      const answered = await inRequest(platform, authenticated, request, work);
      counted(isRefusal(answered) ? answered : answered.value, name);
      return answered;
    };
    return edge({ ...spec, route }, platform, async (request) => {
      const { caller, correlationId, requestId, header } = request;
      const input = request.input as z.infer<Input>;
      const envelope = {
        input,
        caller,
        correlationId,
        causationId: requestId,
        key: `${route} ${idempotencyKey(header('idempotency-key'))}`,
        expected: expectedVersion(header('if-match')),
      };
      const answered = as ? await sendAs(envelope, { ...request, input }) : await send(envelope);
      if (isRefusal(answered)) return refuse(answered);
      const { value: result, cookies } = 'value' in answered ? answered : { value: answered, cookies: [] };
      const { id, version, began, wrote, replayed, more } = result;
      const status = wrote ? (spec.status ?? (began ? 201 : 200)) : 200;
      const [field, named] = part ? [part, String(more[part])] : [idField, id];
      const answer = reply(
        status,
        { [idField]: id, version, ...more },
        {
          etag: `"${version}"`,
          ...((began || part) && status === 201 && { location: placeOf(route, input as object, field, named) }),
          ...(replayed && { 'idempotent-replayed': 'true' }),
        },
      );
      return { ...answer, ...(cookies.length && { multiValueHeaders: { 'set-cookie': [...cookies] } }) };
    });
  };

  const definition = { kind: 'command' as const, ...given } as CommandDefinition<Name, State, E, Input, R, W, P>;
  const functions: Omit<CommandFunction<z.infer<Input>, P>, 'definition'> = {
    attempt,
    execute: (platform) => async (envelope) => {
      const result = await attempt(platform)(envelope);
      return isRefusal(result) ? refuse(result) : result;
    },
    executeIn: (unit, envelope) => executeIn(unit, spec, envelope),
  };
  return Object.assign(lambda(definition, http), functions);
};

/** The path of what was created: the requested path and its id, unless the path has it already. */
const placeOf = (route: Route, input: object, idField: string, id: string): string => {
  const path = route.slice(route.indexOf('/'));
  const named = path.replace(/{(\w+)}/g, (_, field: string) => String((input as Record<string, unknown>)[field]));
  return path.includes(`{${idField}}`) ? `/v1${named}` : `/v1${named}/${id}`;
};
