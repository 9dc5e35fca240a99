import { call, command, query, z } from '@waybill/kernel';
import { openapi } from '@waybill/kernel/openapi';
import { describe, expect, test } from 'vitest';
import { VanBought, van } from './garage.ts';

const signUp = call({
  summary: 'Sign up',
  route: 'POST /auth/sign-up',
  role: 'anyone',
  status: 202,
  input: z.strictObject({ email: z.email() }),
  output: z.strictObject({ status: z.literal('verification-sent') }),
  reaches: [],
  answer: () => async () => ({ body: { status: 'verification-sent' as const } }),
});
const endSession = call({
  summary: 'End a session',
  route: 'DELETE /auth/sessions/{sessionId}',
  role: 'person',
  input: z.strictObject({ sessionId: z.uuid() }),
  output: z.strictObject({}),
  reaches: [],
  answer: () => async () => ({ body: {} }),
});
const buyVan = command({
  summary: 'Buy a van',
  route: 'POST /vans',
  role: 'agent',
  input: z.strictObject({ plate: z.string() }),
  on: van,
  begin: ({ plate }) => VanBought({ plate }),
});
const countVans = query({
  summary: 'Count vans',
  route: 'GET /vans',
  role: 'auditor',
  input: z.strictObject({}),
  reads: {},
  output: z.object({ count: z.int() }),
  answer: async () => ({ count: 0 }),
});
const { paths, components } = openapi(
  { garage: { signUp, endSession, buyVan, countVans } as never },
  { title: 'Garage', version: '1' },
) as any;

describe('a call', () => {
  const { post } = paths['/auth/sign-up'];

  test('says what it takes and what it answers, with the status that it answers with', () => {
    expect(post.requestBody.content['application/json'].schema).toMatchObject({
      properties: { email: { format: 'email' } },
      required: ['email'],
      additionalProperties: false,
    });
    expect(Object.keys(post.responses)).toEqual(['202', 'default']);
    expect(post.responses[202].content['application/json'].schema.properties.status).toEqual({
      type: 'string',
      const: 'verification-sent',
    });
  });

  test('is no decision: it takes neither a version nor a key of idempotency', () =>
    expect(post.parameters).toEqual([]));

  test('has no body where there is nothing to say', () => {
    const { delete: end } = paths['/auth/sessions/{sessionId}'];
    expect(end).not.toHaveProperty('requestBody');
    expect(end.parameters).toEqual([{ name: 'sessionId', in: 'path', required: true, schema: expect.anything() }]);
    expect(Object.keys(end.responses)).toEqual(['200', 'default']);
  });
});

test('who may ask is said of each: anyone, somebody with a session, or a token or key of at least a role', () => {
  const { post: open } = paths['/auth/sign-up'];
  const { delete: ofPerson } = paths['/auth/sessions/{sessionId}'];
  const { post: ofAgent, get: ofAuditor } = paths['/vans'];
  expect([open.description, open.security]).toEqual(['Needs no token.', []]);
  expect([ofPerson.description, ofPerson.security]).toEqual(['Needs a session.', [{ session: [] }, { cookie: [] }]]);
  expect([ofAgent.description, ofAgent.security]).toEqual(['Least role: agent.', [{ token: [] }, { key: [] }]]);
  expect(ofAuditor.security).toEqual(ofAgent.security);
});

test('every way in that is named is described', () => {
  expect(components.securitySchemes).toMatchObject({
    token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
    key: { type: 'apiKey', in: 'header', name: 'X-Api-Key' },
    session: { type: 'http', scheme: 'bearer' },
    cookie: { type: 'apiKey', in: 'cookie' },
  });
});
