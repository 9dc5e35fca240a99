import { type HttpDefinition, isOpen, type RequiredRole } from '@waybill/kernel/function';
import * as z from 'zod';
import type { ZodOpenApiOperationObject, ZodOpenApiResponsesObject } from 'zod-openapi';
import { answersOf } from './answers.ts';
import { headerParametersOf } from './headers.ts';
import { pascal } from './pascal.ts';
import type { ProblemSchemas } from './problem-schemas.ts';
import type { Refusals } from './refusals.ts';

/** One operation, from its function's definition. */
export const operationOf = (
  name: string,
  tag: string,
  definition: HttpDefinition,
  problems: ProblemSchemas,
  refusals: Refusals,
): ZodOpenApiOperationObject => {
  const { route = '', summary, role, input, rawBody } = definition;
  const { path, query, body } = partsOf(route, input);
  return {
    operationId: name,
    tags: [tag],
    summary,
    description: descriptionOf(definition),
    security: securityOf(role),
    requestParams: { path: z.object(path), query: z.object(query) },
    parameters: headerParametersOf(definition),
    ...(Object.keys(body).length && { requestBody: rawBody ? rawBodyOf(rawBody) : requestBodyOf(name, body, input) }),
    responses: {
      ...answersOf(name, definition, problems),
      ...refusals(definition),
    } as unknown as ZodOpenApiResponsesObject,
  };
};

type Shape = Record<string, z.ZodType>;

/** Where each field of the input is sent. */
const partsOf = (route: string, { shape }: z.ZodObject): { path: Shape; query: Shape; body: Shape } => {
  const inPath = new Set([...route.matchAll(/{(\w+)}/g)].map(([, field]) => field));
  const fields = Object.entries(shape as Shape);
  const others = Object.fromEntries(fields.filter(([field]) => !inPath.has(field)));
  const path = Object.fromEntries(fields.filter(([field]) => inPath.has(field)));
  return route.startsWith('GET ') ? { path, query: others, body: {} } : { path, query: {}, body: others };
};

/** A body that the function receives as text: the sender defines it. */
const rawBodyOf = (type: NonNullable<HttpDefinition['rawBody']>) => {
  const schema = type === 'text/plain' ? z.string() : z.looseObject({});
  return { required: true, content: { [type]: { schema } } };
};

/** With the cross-field constraints in the `meta` of the input. */
const requestBodyOf = (name: string, body: Shape, input: z.ZodObject) => {
  const { id, description, ...constraints } = input.meta() ?? {};
  const schema = z.strictObject(body).meta({
    id: `${pascal(name)}Request`,
    ...(description && { description }),
    ...constraints,
  });
  const required = !schema.safeParse({}).success || Object.keys(constraints).length > 0;
  return { required, content: { 'application/json': { schema } } };
};

const descriptionOf = ({ description, role, kind }: HttpDefinition): string =>
  [
    description,
    kind === 'bulk' &&
      'Takes 1 to 100 items. Each item takes effect or is refused on its own. To repeat the request with the same `Idempotency-Key` is safe.',
    needs(role),
  ]
    .filter(Boolean)
    .join('\n\n');

const needs = (role: RequiredRole | undefined): string => {
  if (role === 'anyone') return 'Requires no token.';
  return role === 'person' ? 'Requires a session.' : `Requires role \`${role}\` or higher.`;
};

const securityOf = (role: RequiredRole | undefined): Record<string, string[]>[] => {
  if (role === 'anyone') return [];
  return isOpen(role) ? [{ session: [] }, { cookie: [] }] : [{ token: [] }, { key: [] }];
};
