import type { APIGatewayProxyResult } from 'aws-lambda';
import type * as z from 'zod';
import type { NoThings, Readable, Things } from '../access/declared/things.ts';
import type { Access } from '../access/handles.ts';
import { openAccess } from '../access/open-access.ts';
import { lambda, type Route } from '../function.ts';
import type { Authentication } from '../http/authentication.ts';
import { edge, type HttpSpec, refuse } from '../http/edge.ts';
import { entityTag } from '../http/entity-tag.ts';
import { hasTag } from '../http/has-tag.ts';
import { inRequest } from '../http/in-request.ts';
import type { Caller, Platform } from '../platform.ts';
import type { CodeOf, ProblemType, Refusal } from '../problems/problem.ts';
import { notFound } from '../problems/problems.ts';
import { isRefusal } from '../write/decision.ts';
import type { Cursors } from './cursor.ts';

export interface QueryContext<Who = undefined> {
  readonly now: string;
  readonly stage: string;
  readonly apiUrl: () => string;
  readonly caller: Caller;
  /** The user that `as` authenticated. */
  readonly person: Who;
  /** For a response that the query pages itself. */
  readonly cursors: Cursors;
}

export interface QuerySpec<
  Input extends z.ZodObject,
  Output extends z.ZodType,
  R = any,
  Path extends Route = Route,
  No extends ProblemType = ProblemType,
  Who = any,
> extends HttpSpec<Input, Path> {
  readonly as?: Authentication<Who>;
  readonly output: Output;
  /** What it reads, by the names under which `answer` receives it. */
  readonly reads: R;
  /** How many seconds the response may be cached. */
  readonly freshFor?: number;
  /** Whether shared caches may store it, too: the response is the same for every caller. */
  readonly isPublic?: boolean;
  /**
   * The response depends on the input alone, until the code changes: it is made once for each input, and kept. Only for
   * inputs that have few values.
   */
  readonly isConstant?: true;
  /** The name of what is read, for the 404 problem. */
  readonly of?: string;
  /** The problems with which it responds; the 404 for `of` is added automatically. */
  readonly refuses?: readonly No[];
  /** `undefined` is a 404; a refusal becomes the response. */
  answer(
    input: z.infer<Input>,
    reads: Access<NoInfer<R>, NoThings, NoThings>,
    context: QueryContext<NoInfer<Who>>,
  ): Promise<z.input<Output> | Refusal<CodeOf<NoInfer<No>>> | undefined>;
}

export type QueryDefinition = QuerySpec<any, any> & { readonly kind: 'query' };

/** A read-only HTTP operation. */
export const query = <
  Input extends z.ZodObject,
  Output extends z.ZodType,
  const R extends Things<Readable>,
  const Path extends Route = Route,
  No extends ProblemType = never,
  Who = undefined,
>(
  given: QuerySpec<Input, Output, R, Path, No, Who>,
) => {
  const spec = given as unknown as QuerySpec<Input, Output>;
  const missing = notFound(spec.of ?? 'thing');
  const kept = new Map<string, Text>();

  const http = (platform: Platform) =>
    edge(spec, platform, async (request) => {
      const { stage, apiUrl, cursors } = platform;
      const name = spec.isConstant ? JSON.stringify(request.input) : '';
      const known = kept.get(name);
      if (known) return textReply(spec, known, request.header('if-none-match'));
      const answering = (reads: any, { now, caller, person }: Pick<QueryContext<any>, 'now' | 'caller' | 'person'>) =>
        spec.answer(request.input, reads, { now, caller, person, stage, apiUrl, cursors });
      const answered = spec.as
        ? await inRequest(platform, spec, request, answering, { guarded: false })
        : {
            value: await answering(openAccess(spec, { platform, org: request.caller.orgId, origin: noOrigin }), {
              now: platform.clock().toISOString(),
              caller: request.caller,
              person: undefined,
            }),
            cookies: [],
          };
      if (isRefusal(answered)) return refuse(answered);
      const { value, cookies } = answered;
      if (value === undefined) return refuse(missing());
      if (isRefusal(value)) return refuse(value);
      const text = textOf(spec.output.parse(value) as Record<string, unknown>);
      if (spec.isConstant) kept.set(name, text);
      const result = textReply(spec, text, request.header('if-none-match'));
      return { ...result, ...(cookies.length && { multiValueHeaders: { 'set-cookie': [...cookies] } }) };
    });
  return lambda({ kind: 'query' as const, ...spec } as QueryDefinition & QuerySpec<Input, Output, R>, http);
};

/** A response as text, with its tag. */
interface Text {
  readonly body: string;
  readonly etag: string;
  readonly asOf?: string | undefined;
}

const textOf = (body: Readonly<Record<string, unknown>>): Text => ({
  body: JSON.stringify(body),
  etag: entityTag(body),
  asOf: typeof body.asOf === 'string' ? body.asOf : undefined,
});

/** The response, or 304 where the client has it. */
const textReply = (
  { freshFor, isPublic }: Pick<QuerySpec<any, any>, 'freshFor' | 'isPublic'>,
  { body, etag, asOf }: Text,
  ifNoneMatch: string | undefined,
): APIGatewayProxyResult => ({
  ...(hasTag(ifNoneMatch, etag) ? { statusCode: 304, body: '' } : { statusCode: 200, body }),
  headers: {
    'content-type': 'application/json',
    'cache-control': freshFor ? `${isPublic ? 'public, ' : ''}max-age=${freshFor}` : 'no-store',
    ...(asOf !== undefined && { 'as-of': asOf }),
    etag,
  },
});

const noOrigin = () => {
  throw new Error('a query writes nothing');
};
