import { type ProblemType, problemUri } from '@waybill/kernel/problems/problem';
import * as z from 'zod';
import { pascal } from './pascal.ts';
import { titleOf } from './title-of.ts';

/** A code with all its declarations: contexts may share a code, each with its own reasons. */
export interface ProblemEntry {
  readonly code: string;
  readonly statuses: readonly number[];
  readonly descriptions: readonly string[];
  readonly reasons: Readonly<Record<string, z.ZodType>>;
}

/** The declarations of each code, ordered by code. */
export const problemCatalog = (declared: Iterable<ProblemType>): readonly ProblemEntry[] =>
  [...Map.groupBy(declared, ({ code }) => code)]
    .map(([code, types]) => entryOf(code, types))
    .toSorted((a, b) => (a.code < b.code ? -1 : 1));

const entryOf = (code: string, types: readonly ProblemType[]): ProblemEntry => {
  const shapes = types.map(({ reasons }): Record<string, z.ZodType> => reasons);
  const shared = (name: string) => shapes.every((shape) => name in shape);
  const reasons = Object.entries(Object.assign({}, ...shapes) as Record<string, z.ZodType>).map(([name, schema]) => [
    name,
    shared(name) ? schema : schema.optional().describe(schema.description ?? name),
  ]);
  return {
    code,
    statuses: [...new Set(types.map(({ status }) => status))].toSorted(),
    descriptions: [...new Set(types.map(({ description }) => description))],
    reasons: Object.fromEntries(reasons),
  };
};

/** The members of every problem (RFC 9457). */
export const Problem = z
  .object({
    type: z.string().describe('`urn:waybill:problem:` and the code.'),
    title: z.string().describe('What it means and what to do, in the language of `Content-Language`.'),
    status: z.int().describe('The HTTP status.'),
    code: z.string().describe('The kind of problem, for programs. New codes may be added.'),
    correlation: z.string().describe('The `X-Correlation-Id` of the request: quote it when you report a problem.'),
  })
  .meta({ id: 'Problem', description: 'Why a request was refused or failed, as in RFC 9457.' });

/** The schema of each code's problem. */
export type ProblemSchemas = ReadonlyMap<string, z.ZodObject>;

export const problemSchemas = (catalog: readonly ProblemEntry[]): ProblemSchemas =>
  new Map(catalog.map((entry) => [entry.code, schemaOf(entry)]));

const schemaOf = ({ code, statuses, descriptions, reasons }: ProblemEntry): z.ZodObject =>
  z
    .object({
      ...Problem.shape,
      type: z.literal(problemUri(code)).describe('Identifies the problem.'),
      title: Problem.shape.title.meta({ example: descriptions[0] }),
      status: z.literal([...statuses]).describe('The HTTP status.'),
      code: z.literal(code).describe('The kind of problem, for programs.'),
      ...reasons,
    })
    .meta({ id: `${pascal(code)}Problem`, title: titleOf(code), description: descriptions.join(' ') });

/**
 * Any one of several problems, discriminated by code; also where there is only one, so that another code is an addition
 * for the tools that compare descriptions.
 */
export const oneProblemOf = (schemas: readonly z.ZodObject[]): z.ZodType =>
  schemas.length ? z.discriminatedUnion('code', schemas as never) : Problem;
