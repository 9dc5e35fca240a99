import type { APIGatewayProxyResult } from 'aws-lambda';
import type * as z from 'zod';
import type { NoThings, Readable, Things, Usable, Writable } from '../access/declared/things.ts';
import type { Access } from '../access/handles.ts';
import type { Declares } from '../access/open-access.ts';
import { lambda, type Route } from '../function.ts';
import type { Platform } from '../platform.ts';
import type { ProblemType, Refusal } from '../problems/problem.ts';
import { isRefusal } from '../write/decision.ts';
import type { Authentication } from './authentication.ts';
import type { HttpSpec } from './edge.ts';
import { edge, refuse, reply } from './edge.ts';
import { htmlReply } from './html-reply.ts';
import { inRequest, type RequestContext } from './in-request.ts';

export interface EndpointAnswer<Body> {
  readonly body: Body;
  /** 200, unless the definition or the answer sets another one. */
  readonly status?: 200 | 201 | 202;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: readonly string[] | undefined;
}

export interface EndpointSpec<
  Input extends z.ZodObject,
  Output extends z.ZodType,
  Path extends Route = Route,
  R = any,
  W = any,
  U = any,
  No extends ProblemType = ProblemType,
  Who = any,
> extends HttpSpec<Input, Path>,
    Declares<R, W, U> {
  readonly as?: Authentication<Who>;
  readonly output: Output;
  readonly status?: 200 | 201 | 202;
  /** The response is a page for people: `output` is a string of HTML. Problems are JSON nevertheless. */
  readonly mediaType?: 'text/html';
  /** Whether it accepts an `Idempotency-Key`. */
  readonly idempotent?: boolean;
  readonly setsCookies?: boolean;
  readonly refuses?: readonly No[];
  /** Refusals that still commit what was written: a wrong password is counted. */
  readonly commitsOn?: readonly NoInfer<No>[];
  /** Runs in one unit of work, committed when it returns. A refusal writes nothing, except those in `commitsOn`. */
  answer(
    input: z.infer<Input>,
    access: Access<NoInfer<R>, NoInfer<W>, NoInfer<U>>,
    context: RequestContext<NoInfer<Who>>,
  ): Promise<EndpointAnswer<z.input<Output>> | Refusal>;
}

export type EndpointDefinition = EndpointSpec<any, any> & {
  readonly kind: 'endpoint';
  /** The scheduled job that it runs. */
  readonly job?: string;
};

/** A request that calls a library or several commands: neither a query nor a single command. */
export const endpoint = <
  Input extends z.ZodObject,
  Output extends z.ZodType,
  const Path extends Route = Route,
  const R extends Things<Readable> = NoThings,
  const W extends Things<Writable> = NoThings,
  const U extends Things<Usable> = NoThings,
  No extends ProblemType = never,
  Who = undefined,
>(
  given: EndpointSpec<Input, Output, Path, R, W, U, No, Who>,
) => {
  const spec = given as unknown as EndpointSpec<Input, Output>;
  const definition = { kind: 'endpoint' as const, ...spec };
  return lambda(definition, (platform: Platform) =>
    edge(spec, platform, async (request): Promise<APIGatewayProxyResult> => {
      const answered = await inRequest(platform, spec, request, (access, context) =>
        spec.answer(request.input, access, context),
      );
      if (isRefusal(answered)) return refuse(answered);
      const { value, cookies: own } = answered;
      const { body, status, headers, cookies = [] } = value;
      const respond = spec.mediaType === 'text/html' ? htmlReply : reply;
      const result = respond(status ?? spec.status ?? 200, spec.output.parse(body) as string, headers);
      const all = [...own, ...cookies];
      return { ...result, ...(all.length && { multiValueHeaders: { 'set-cookie': all } }) };
    }),
  );
};
