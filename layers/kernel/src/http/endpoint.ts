import type { APIGatewayProxyResult } from 'aws-lambda';
import type * as z from 'zod';
import { type Definition, lambda, type Reach, type Route } from '../function.ts';
import type { Platform } from '../platform.ts';
import { type CodeOf, Problem, type ProblemType, type Refusal } from '../problems/problem.ts';
import { pagingReaches } from '../read/cursor.ts';
import { isRefusal } from '../write/decision.ts';
import { edge, type HttpRequest, type HttpSpec, reachesOf, reply } from './edge.ts';

export interface EndpointAnswer<Body> {
  readonly body: Body;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: readonly string[] | undefined;
}

export interface EndpointSpec<
  Input extends z.ZodObject,
  Output extends z.ZodType,
  R extends Route = Route,
  No extends ProblemType = ProblemType,
> extends HttpSpec<Input, R> {
  readonly output: Output;
  /** 200, unless something else is said. */
  readonly status?: 200 | 201 | 202;
  readonly reaches: readonly Reach[];
  /** Whether it takes an `Idempotency-Key`. */
  readonly idempotent?: boolean;
  /** Whether it sets cookies. */
  readonly setsCookies?: boolean;
  /** The problems that it answers with, those that it throws included. */
  readonly refuses?: readonly No[];
  /** The commands that it executes: it also answers with the problems of those. */
  readonly executes?: readonly { readonly definition: Definition }[];
  /** A refusal is answered as it is. */
  readonly answer: (
    platform: Platform,
  ) => (
    request: HttpRequest<z.infer<Input>>,
  ) => Promise<EndpointAnswer<z.input<Output>> | Refusal<CodeOf<NoInfer<No>>>>;
}

/**
 * One call over HTTP that is neither a decision on a history nor a question to a read model: what it does is its own
 * affair, within what it says it reaches. 403, 404 and the like are refusals; problems may be thrown.
 */
export const endpoint = <
  Input extends z.ZodObject,
  Output extends z.ZodType,
  const R extends Route = Route,
  No extends ProblemType = never,
>(
  given: EndpointSpec<Input, Output, R, No>,
) => {
  const spec = given as unknown as EndpointSpec<Input, Output>;
  const reaches = [...spec.reaches, ...pagingReaches(spec.input), ...reachesOf(spec)];
  return lambda({ kind: 'endpoint' as const, ...spec, reaches }, (platform) => {
    const answer = spec.answer(platform);
    return edge(spec, platform, async (request): Promise<APIGatewayProxyResult> => {
      const answered = await answer(request);
      if (isRefusal(answered)) throw Problem.of(answered);
      const { body, headers, cookies = [] } = answered;
      const result = reply(spec.status ?? 200, spec.output.parse(body), headers);
      return { ...result, ...(cookies.length && { multiValueHeaders: { 'set-cookie': [...cookies] } }) };
    });
  });
};
