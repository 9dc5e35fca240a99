import type * as z from 'zod';
import { lambda, type Reach, type Route } from '../function.ts';
import { edge, type HttpSpec, reachesOf, reply } from '../http/edge.ts';
import type { Caller, Platform } from '../platform.ts';
import { type CodeOf, Problem, type ProblemType, type Refusal } from '../problems/problem.ts';
import { notFound } from '../problems/problems.ts';
import type { Log, LogReader } from '../storage/logs.ts';
import type { Source } from '../write/aggregate.ts';
import { isRefusal } from '../write/decision.ts';
import type { Resource } from '../write/resource.ts';
import { type ClaimReader, type Claims, claimReader } from './claims.ts';
import { type Cursors, pagingReaches } from './cursor.ts';
import type { Projection } from './projection.ts';
import { type BookingReader, bookingReader, type HistoryReader, historyReader } from './readers.ts';
import { type ViewReader, viewReader } from './view-reader.ts';

/** What a query reads, by names of its own: read models, the bookings of a resource, histories, pads, or who has something unique. */
export type Shelves = Readonly<Record<string, Projection<any> | Resource | Source | Log | Claims>>;

export type Readers<S extends Shelves> = {
  readonly [K in keyof S]: S[K] extends Projection<infer Row>
    ? ViewReader<Row>
    : S[K] extends Source<any, infer State>
      ? HistoryReader<State>
      : S[K] extends Log
        ? LogReader
        : S[K] extends Claims
          ? ClaimReader
          : BookingReader;
};

export interface Question {
  readonly now: string;
  readonly stage: string;
  readonly caller: Caller;
  /** For an answer that is paged by the query itself. */
  readonly cursors: Cursors;
}

export interface QuerySpec<
  Input extends z.ZodObject,
  S extends Shelves,
  Output extends z.ZodType,
  R extends Route = Route,
  No extends ProblemType = ProblemType,
> extends HttpSpec<Input, R> {
  readonly output: Output;
  readonly reads: S;
  /** For so many seconds the answer may be given again without asking. */
  readonly freshFor?: number;
  /** What is asked for, for the problem that says it is not there. */
  readonly of?: string;
  /** The problems that it answers with; that `of` is not there goes without saying. */
  readonly refuses?: readonly No[];
  /** `undefined` is a 404; a refusal is answered as it is. */
  readonly answer: (
    input: z.infer<Input>,
    shelves: Readers<S>,
    question: Question,
  ) => Promise<z.input<Output> | Refusal<CodeOf<NoInfer<No>>> | undefined>;
}

/** One question, over HTTP. */
export const query = <
  Input extends z.ZodObject,
  const S extends Shelves,
  Output extends z.ZodType,
  const R extends Route = Route,
  No extends ProblemType = never,
>(
  given: QuerySpec<Input, S, Output, R, No>,
) => {
  const spec = given as unknown as QuerySpec<Input, S, Output>;
  const shelves = Object.entries(spec.reads);
  const missing = notFound(spec.of ?? 'thing');

  const reaches = [...shelves.map(([, shelf]) => reach(shelf)), ...pagingReaches(spec.input), ...reachesOf(spec)];
  return lambda({ kind: 'query' as const, reaches, ...spec }, (platform) =>
    edge(spec, platform, async ({ input, caller }) => {
      const readers = Object.fromEntries(
        shelves.map(([name, shelf]) => [name, reader(shelf)(platform, caller.orgId)]),
      ) as Readers<S>;
      const now = platform.clock().toISOString();
      const answer = await spec.answer(input, readers, {
        now,
        caller,
        stage: platform.stage,
        cursors: platform.cursors,
      });
      if (answer === undefined) throw Problem.of(missing());
      if (typeof answer === 'object' && answer !== null && isRefusal(answer)) throw Problem.of(answer);
      const body = spec.output.parse(answer) as Record<string, unknown>;
      return reply(200, body, {
        ...(spec.freshFor && { 'cache-control': `max-age=${spec.freshFor}` }),
        ...(typeof body.version === 'number' && { etag: `"${body.version}"` }),
        ...(typeof body.asOf === 'string' && { 'as-of': body.asOf }),
      });
    }),
  );
};

type Shelf = Shelves[string];
const isResource = (shelf: Shelf): shelf is Resource => 'kind' in shelf && shelf.kind === 'resource';
const isPad = (shelf: Shelf): shelf is Log => 'kind' in shelf && shelf.kind === 'log';
const isSource = (shelf: Shelf): shelf is Source => 'kind' in shelf && shelf.kind === 'aggregate';
const isClaims = (shelf: Shelf): shelf is Claims => 'kind' in shelf && shelf.kind === 'claims';

const reader = (shelf: Shelf) => {
  if (isResource(shelf)) return bookingReader(shelf);
  if (isSource(shelf)) return historyReader(shelf);
  if (isPad(shelf)) return padReader(shelf);
  if (isClaims(shelf)) return claimReader(shelf);
  return viewReader(shelf);
};

const padReader =
  (pad: Log) =>
  ({ logs }: Platform): LogReader =>
  (subject, limit, range) =>
    logs.latest(pad, subject, limit, range);

const reach = (shelf: Shelf): Reach => {
  if (isResource(shelf)) return { to: 'see', resource: shelf };
  if (isSource(shelf)) return { to: 'read', source: shelf };
  if (isPad(shelf)) return { to: 'recall', pad: shelf };
  if (isClaims(shelf)) return { to: 'lookUp', context: shelf.context, name: shelf.name };
  const { of, name } = shelf.definition;
  return { to: 'view', context: of.context, name, of };
};
