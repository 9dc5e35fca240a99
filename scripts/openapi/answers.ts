import type { HttpDefinition } from '@waybill/kernel/function';
import { idFieldOf } from '@waybill/kernel/ids';
import { itemProblemsOf } from '@waybill/kernel/problems/problems-of';
import type { BulkDefinition } from '@waybill/kernel/write/bulk';
import type { CommandDefinition } from '@waybill/kernel/write/command';
import * as z from 'zod';
import { headersOf, quotaHeaderNames, type ResponseHeader } from './headers.ts';
import { pascal } from './pascal.ts';
import { oneProblemOf, type ProblemSchemas } from './problem-schemas.ts';

const named = (schema: z.ZodType, id: string): z.ZodType => (schema.meta()?.id ? schema : schema.meta({ id }));

const answer = (
  description: string,
  schema: z.ZodType,
  headers: readonly ResponseHeader[],
  mediaType = 'application/json',
) => ({
  description,
  headers: headersOf([...headers, ...quotaHeaderNames, 'X-Correlation-Id']),
  content: { [mediaType]: { schema } },
});

/** The successful responses of an operation, by status. */
export const answersOf = (name: string, definition: HttpDefinition, problems: ProblemSchemas) => {
  if (definition.kind === 'bulk')
    return {
      200: answer('The result of each item, in order.', resultsOf(name, definition, problems), [
        'Content-Language',
        'Vary',
      ]),
    };
  if (definition.kind === 'command') return outcomes(name, definition);
  const { kind, output, as } = definition;
  const { status = 200, idempotent = false, setsCookies = false, mediaType } = kind === 'endpoint' ? definition : {};
  const freshFor = kind === 'query' ? definition.freshFor : undefined;
  const fields = fieldsOf(output);
  return {
    [status]: answer(
      status === 202 ? 'Accepted.' : 'Done.',
      mediaType ? output : named(output, `${pascal(name)}Response`),
      [
        ...(kind === 'query' || fields.has('version') ? (['ETag'] as const) : []),
        ...(status === 201 ? (['Location'] as const) : []),
        ...(idempotent ? (['Idempotent-Replayed'] as const) : []),
        ...(fields.has('asOf') && kind === 'query' ? (['As-Of'] as const) : []),
        ...(freshFor || kind === 'endpoint' ? (['Cache-Control'] as const) : []),
        ...(setsCookies || as ? (['Set-Cookie'] as const) : []),
        ...(mediaType ? (['Content-Language', 'Vary'] as const) : []),
      ],
      mediaType,
    ),
    ...(kind === 'query' && {
      304: {
        description: 'The client has the same content.',
        headers: headersOf(['ETag', ...quotaHeaderNames, 'X-Correlation-Id']),
      },
    }),
  };
};

const fieldsOf = (schema: z.ZodType): ReadonlySet<string> => {
  const { shape = {}, left, right } = schema.def as { shape?: object; left?: z.ZodType; right?: z.ZodType };
  return new Set(left && right ? [...fieldsOf(left), ...fieldsOf(right)] : Object.keys(shape));
};

/** One schema for each kind of aggregate, shared by its commands. */
const versions = new Map<string, z.ZodObject>();

const versionOf = (aggregate: string, id: z.ZodType = z.guid()): z.ZodObject => {
  const made =
    versions.get(aggregate) ??
    z
      .object({
        [idFieldOf(aggregate)]: id.describe(`The ${aggregate.replaceAll('-', ' ')}.`),
        version: z.int().min(0).describe('Its new version.'),
      })
      .meta({ id: `${pascal(aggregate)}Version`, description: 'The changed resource and its version.' });
  versions.set(aggregate, made);
  return made;
};

const outcomes = (name: string, { begin, decide, status, on, idSchema, part, responseSchema }: CommandDefinition) => {
  const outcome = versionOf(on.name, idSchema);
  const body = responseSchema ? named(outcome.and(responseSchema), `${pascal(name)}Response`) : outcome;
  const begins = (status ?? (begin ? 201 : 200)) === 201;
  const headers = ['ETag', 'Idempotent-Replayed'] as const;
  return {
    ...(begins && { 201: answer('Created.', body, [...headers, ...(begin || part ? (['Location'] as const) : [])]) }),
    ...((decide || !begins) && { 200: answer('The request took effect, or had nothing to change.', body, headers) }),
  };
};

const id = z.guid().describe('The resource that the item names.');
const done = z
  .object({ id, outcome: z.literal('done').describe('It took effect.') })
  .meta({ id: 'ItemDone', description: 'An item that took effect.' });
/** Of a bulk command whose items create something. */
const created = (aggregate: string) =>
  z
    .object({
      id,
      outcome: z.literal('done').describe('It took effect.'),
      [idFieldOf(aggregate)]: z.guid().describe(`The ${aggregate.replaceAll('-', ' ')} that it created.`),
    })
    .meta({ id: `${pascal(aggregate)}Created`, description: 'An item that took effect, and what it created.' });

const resultsOf = (name: string, { of }: BulkDefinition, problems: ProblemSchemas) => {
  const codes = [...new Set(itemProblemsOf(of).map(({ code }) => code))];
  const refused = z
    .object({
      id,
      outcome: z.literal('refused').describe('It had no effect.'),
      problem: oneProblemOf(codes.map((code) => problems.get(code)!)).describe('Why it was refused.'),
    })
    .meta({ id: `${pascal(name)}Refusal`, description: 'An item that was refused, and why.' });
  const succeeded = idFieldOf(of.on.name) in of.input.shape ? done : created(of.on.name);
  return z
    .object({
      results: z
        .array(z.discriminatedUnion('outcome', [succeeded, refused]))
        .describe('One result for each item, in order.'),
    })
    .meta({ id: `${pascal(name)}Response`, description: 'The result of each item.' });
};
