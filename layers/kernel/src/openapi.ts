import * as z from 'zod';
import type { Contexts, Least } from './function.ts';
import { idFieldOf } from './ids.ts';

interface Info {
  readonly title: string;
  readonly version: string;
}

/** The API as the manifests describe it: OpenAPI 3.1, made from the same schemas that check the input. */
export const openapi = (contexts: Contexts, info: Info) => {
  const paths: Record<string, Record<string, object>> = {};
  for (const [context, manifest] of Object.entries(contexts))
    for (const [name, { definition }] of Object.entries(manifest)) {
      if (!definition.route) continue;
      const [method = '', path = ''] = definition.route.split(' ');
      paths[path] = { ...paths[path], [method.toLowerCase()]: operation(context, name, path, definition) };
    }
  return {
    openapi: '3.1.0',
    info,
    servers: [{ url: '/v1' }],
    paths,
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        key: { type: 'apiKey', in: 'header', name: 'X-Api-Key' },
        session: { type: 'http', scheme: 'bearer', description: 'A session, as signing in gives it.' },
        cookie: { type: 'apiKey', in: 'cookie', name: '__Secure-waybill.session_token' },
      },
      schemas: { Problem: problem },
    },
  };
};

const schemaOf = (schema: z.ZodType, io: 'input' | 'output') => {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as any;
  return rest;
};

const operation = (context: string, name: string, path: string, definition: any) => {
  const { kind, route, summary, role, input, output } = definition;
  const asks = route.startsWith('GET ');
  const { properties = {}, required = [] } = schemaOf(input, 'input');
  const inPath = [...path.matchAll(/{(\w+)}/g)].map(([, field]) => field!);
  const others = Object.keys(properties).filter((field) => !inPath.includes(field));
  const parameter = (where: 'path' | 'query') => (field: string) => ({
    name: field,
    in: where,
    required: where === 'path' || required.includes(field),
    schema: properties[field],
  });
  const body = {
    type: 'object',
    properties: Object.fromEntries(others.map((field) => [field, properties[field]])),
    required: required.filter((field: string) => others.includes(field)),
    additionalProperties: false,
  };
  return {
    operationId: name,
    tags: [context],
    summary,
    ...admission(role),
    parameters: [
      ...inPath.map(parameter('path')),
      ...(asks ? others.map(parameter('query')) : []),
      ...(kind === 'command' ? [header('Idempotency-Key'), header('If-Match')] : []),
    ],
    ...(!asks && others.length && { requestBody: { required: true, ...json('application/json', body) } }),
    responses: {
      ...(kind === 'query' ? { 200: answer('The answer', schemaOf(output, 'output')) } : done(definition)),
      default: {
        description: 'A problem (RFC 9457)',
        ...json('application/problem+json', { $ref: '#/components/schemas/Problem' }),
      },
    },
  };
};

const admission = (role: Least) => {
  if (role === 'anyone') return { description: 'Needs no token.', security: [] };
  if (role === 'person') return { description: 'Needs a session.', security: [{ session: [] }, { cookie: [] }] };
  return { description: `Least role: ${role}.`, security: [{ token: [] }, { key: [] }] };
};

const done = ({ bulk, begin, decide, status, on, output, says }: any): Record<string, object> => {
  if (output) return { [status ?? 200]: answer('Done', schemaOf(output, 'output')) };
  if (bulk) return { 200: answer('What became of each item, in order', results) };
  const told = says ? schemaOf(says, 'output') : {};
  const outcome = {
    type: 'object',
    properties: {
      [idFieldOf(on.name)]: { type: 'string', format: 'uuid' },
      version: { type: 'integer', minimum: 0 },
      ...told.properties,
    },
    required: [idFieldOf(on.name), 'version', ...(told.required ?? [])],
  };
  const begins = (status ?? (begin ? 201 : 200)) === 201;
  return {
    ...(begins && { 201: answer('Begun', outcome) }),
    ...((decide || !begins) && { 200: answer('Done, or nothing to do', outcome) }),
  };
};

const results = {
  type: 'object',
  properties: {
    results: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          id: { type: 'string', format: 'uuid' },
          outcome: { enum: ['done', 'refused'] },
          problem: { $ref: '#/components/schemas/Problem' },
        },
        required: ['id', 'outcome'],
      },
    },
  },
  required: ['results'],
};

const problem = {
  type: 'object',
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string' },
    correlation: { type: 'string' },
    errors: {
      type: 'array',
      items: { type: 'object', properties: { path: { type: 'string' }, message: { type: 'string' } } },
    },
  },
  required: ['type', 'title', 'status', 'code', 'correlation'],
};

const header = (name: string) => ({ name, in: 'header', required: false, schema: { type: 'string' } });
const answer = (description: string, schema: object) => ({ description, ...json('application/json', schema) });
const json = (type: string, schema: object) => ({ content: { [type]: { schema } } });
