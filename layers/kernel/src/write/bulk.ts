import * as z from 'zod';
import { lambda } from '../function.ts';
import { edge, type HttpSpec, reply } from '../http/edge.ts';
import { idempotencyKey } from '../http/headers.ts';
import { idFieldOf } from '../ids.ts';
import { languageFor } from '../languages/language-for.ts';
import { languageHeaders } from '../languages/language-headers.ts';
import { mapWithConcurrency } from '../map-with-concurrency.ts';
import { type Platform, ThrottledError } from '../platform.ts';
import { Problem, problemBody, type Refusal } from '../problems/problem.ts';
import { overloaded } from '../problems/problems.ts';
import type { CommandDefinition, CommandFunction } from './command.ts';
import { isRefusal } from './decision.ts';
import type { CommandResult } from './execute.ts';

/**
 * Items for one aggregate are executed in order, one after the other; this many aggregates are processed concurrently.
 */
const concurrency = 8;

type Result = { readonly id: unknown; readonly outcome: 'done' | 'refused'; readonly problem?: object };

interface BulkSpec<Input extends z.ZodObject> extends Omit<HttpSpec<Input>, 'input' | 'example' | 'limits'> {
  readonly example?: { readonly items: readonly z.input<NoInfer<Input>>[] };
  /** The command that each item executes. */
  readonly of: CommandFunction<z.infer<NoInfer<Input>>> & { readonly definition: { readonly input: Input } };
  /** The field of an item that identifies it in the results. */
  readonly id: keyof z.infer<Input> & string;
  /** Whether a request without items succeeds. */
  readonly allowsNone?: true;
}

export type BulkDefinition = Omit<BulkSpec<any>, 'of'> & {
  readonly kind: 'bulk';
  /** The definition of the command that each item executes. */
  readonly of: CommandDefinition;
  readonly input: z.ZodObject;
  readonly limits?: undefined;
};

/** One command for 1–100 items: each item succeeds or fails alone, and repeating the request is safe. */
export const bulk = <Input extends z.ZodObject>(spec: BulkSpec<Input>) => {
  const { of, id } = spec;
  const input = z.strictObject({
    items: z
      .array(of.definition.input)
      .min(spec.allowsNone ? 0 : 1)
      .max(100)
      .describe('The items; each is executed independently.'),
  });
  const aggregateId = idFieldOf(of.definition.on.name);
  /** The id of what an item created: items that name what they change know it. */
  const createdBy = ({ id: created }: CommandResult) =>
    aggregateId in of.definition.input.shape ? {} : { [aggregateId]: created };

  const http = (platform: Platform) => {
    const run = of.attempt(platform);
    return edge({ ...spec, input: input as z.ZodObject }, platform, async (request) => {
      const { caller, correlationId, requestId: causationId, header } = request;
      const key = idempotencyKey(header('idempotency-key'));
      const items = (request.input as { items: z.infer<Input>[] }).items;

      const language = () => languageFor(header);

      const one = async (item: z.infer<Input>, index: number): Promise<Result> => {
        const name = item[id];
        const envelope = { input: item, caller, correlationId, causationId, key: `${spec.route} ${key} ${index}` };
        const result = await run(envelope).catch(problemIn);
        const problem = problemOf(result);
        if (!problem) return { id: name, outcome: 'done' as const, ...createdBy(result as CommandResult) };
        const { say } = await language();
        return { id: name, outcome: 'refused' as const, problem: problemBody(problem, correlationId, say) };
      };

      const groups = Map.groupBy(
        items.map((item, index) => ({ item, index })),
        ({ item }) => (item as Record<string, unknown>)[aggregateId],
      );
      const results: Result[] = [];
      await mapWithConcurrency([...groups.values()], concurrency, async (group) => {
        for (const { item, index } of group) results[index] = await one(item, index);
      });
      const hasTexts = results.some(({ outcome }) => outcome === 'refused');
      return reply(200, { results }, hasTexts ? languageHeaders(await language()) : {});
    });
  };

  const definition = { ...spec, kind: 'bulk' as const, of: of.definition, input } as unknown as BulkDefinition;
  return lambda(definition, http);
};

const problemOf = (result: CommandResult | Refusal | Problem): Problem | undefined => {
  if (result instanceof Problem) return result;
  return isRefusal(result) ? Problem.of(result) : undefined;
};

/**
 * An item that DynamoDB throttles, or for which the request has no time left, is refused; the others may be written.
 */
const problemIn = (error: unknown): Problem => {
  if (error instanceof ThrottledError) return Problem.of(overloaded());
  if (error instanceof Problem) return error;
  throw error;
};
