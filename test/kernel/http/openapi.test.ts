import { command, csv, endpoint, pageOf, problem, query, resourceBooked, taken, versioned, z } from '@waybill/kernel';
import { describe, expect, test } from 'vitest';
import { openapi, problemsIn } from '#scripts/openapi/index';
import { VanBought, VanPainted, van } from '../support/garage.ts';

const vanRusty = problem('van-rusty', 409, 'The van is too rusty.', { holes: z.int().describe('How many holes.') });
const vanGone = problem('van-gone', 409, 'The van is gone.');
const Van = z
  .object({ vanId: z.guid().describe('The van.'), colour: z.string().describe('Its colour.') })
  .meta({ id: 'Van', description: 'A van.' });
const Colour = z.enum(['red', 'white']).meta({ id: 'Colour', description: 'A colour.' });

const signUp = endpoint({
  summary: 'Sign up',
  route: 'POST /auth/sign-up',
  role: 'anyone',
  status: 202,
  input: z.strictObject({ email: z.email(), name: z.string().optional() }),
  example: { email: 'ada@example.org' },
  output: z.strictObject({ status: z.literal('verification-sent') }),
  answer: async () => ({ body: { status: 'verification-sent' as const } }),
});
const endSession = endpoint({
  summary: 'End a session',
  route: 'DELETE /auth/sessions/{sessionId}',
  role: 'person',
  input: z.strictObject({ sessionId: z.guid() }),
  output: z.strictObject({}),
  answer: async () => ({ body: {} }),
});
const buyVan = command({
  summary: 'Buy a van',
  description: 'The plate is unique.',
  route: 'POST /vans',
  role: 'agent',
  input: z.strictObject({
    plate: z.string(),
    colour: Colour.optional(),
    bay: z.strictObject({ row: z.int() }).optional(),
  }),
  on: van,
  refuses: [taken('plate'), resourceBooked],
  begin: ({ plate }) => VanBought({ plate }),
});
const paintVan = command({
  summary: 'Paint a van',
  route: 'PUT /vans/{vanId}/colour',
  role: 'agent',
  input: z
    .strictObject({ vanId: z.guid(), colour: z.string().optional(), shade: z.string().optional() })
    .meta({ anyOf: [{ required: ['colour'] }, { required: ['shade'] }] }),
  example: { vanId: '0a5d3c1e-8f2b-4c4d-9e6f-7a8b9c0d1e2f', colour: 'red' },
  on: van,
  refuses: [vanRusty, vanGone],
  decide: () => VanPainted({ colour: 'red' }),
});
const washVan = command({
  summary: 'Wash a van',
  route: 'POST /vans/{vanId}/washing',
  role: 'agent',
  input: z.strictObject({ vanId: z.guid(), note: z.string().optional() }),
  on: van,
  decide: () => [],
});
const listVans = query({
  summary: 'List vans',
  route: 'GET /vans',
  role: 'auditor',
  input: z.strictObject({ colour: csv(Colour).describe('Only those of these colours.') }),
  reads: {},
  output: pageOf(Van),
  answer: async () => ({ items: [], asOf: '' }),
});
const getVan = query({
  summary: 'Get a van',
  route: 'GET /vans/{vanId}',
  role: 'auditor',
  of: 'van',
  input: z.strictObject({ vanId: z.guid() }),
  reads: {},
  output: versioned(Van),
  answer: async () => undefined,
});
const contexts = { garage: { signUp, endSession, buyVan, paintVan, washVan, listVans, getVan } as never };
const tags = [
  { name: 'Vans', description: 'What drives.', under: ['/vans'], first: ['buyVan'] },
  { name: 'Sign in', description: 'Who is who.', under: ['/auth'] },
];
const document = openapi(contexts, { title: 'Garage', version: '1', tags }) as any;
const { paths, components } = document;
const { schemas } = components;
const schemaAt = (operation: any, status: number, type = 'application/json') =>
  operation.responses[status].content[type].schema;

describe('an endpoint', () => {
  const { post } = paths['/auth/sign-up'];

  test('declares its input and its response, with the status of the response', () => {
    expect(post.requestBody).toMatchObject({
      required: true,
      content: { 'application/json': { schema: { $ref: '#/components/schemas/SignUpRequest' } } },
    });
    expect(schemas.SignUpRequest).toMatchObject({
      properties: { email: { format: 'email' } },
      required: ['email'],
      additionalProperties: false,
    });
    expect(schemaAt(post, 202)).toEqual({ $ref: '#/components/schemas/SignUpResponse' });
    expect(schemas.SignUpResponse.properties.status).toEqual({ type: 'string', const: 'verification-sent' });
  });

  test('is not a decision: it accepts neither a version nor an idempotency key', () =>
    expect(post.parameters).toEqual(
      ['CorrelationId', 'AcceptLanguage', 'Locale'].map((name) => ({ $ref: `#/components/parameters/${name}` })),
    ));

  test('has no body where there is nothing to return', () => {
    const { delete: end } = paths['/auth/sessions/{sessionId}'];
    expect(end).not.toHaveProperty('requestBody');
    expect(end.parameters[0]).toEqual({ name: 'sessionId', in: 'path', required: true, schema: expect.anything() });
  });
});

test('the required access is stated for each operation: none, a session, or a token or key with a lowest role', () => {
  const { post: open } = paths['/auth/sign-up'];
  const { delete: ofPerson } = paths['/auth/sessions/{sessionId}'];
  const { post: ofAgent, get: ofAuditor } = paths['/vans'];
  expect([open.description, open.security]).toEqual(['Requires no token.', []]);
  expect([ofPerson.description, ofPerson.security]).toEqual(['Requires a session.', [{ session: [] }, { cookie: [] }]]);
  expect([ofAgent.description, ofAgent.security]).toEqual([
    'The plate is unique.\n\nRequires role `agent` or higher.',
    [{ token: [] }, { key: [] }],
  ]);
  expect(ofAuditor.security).toEqual(ofAgent.security);
});

test('every named security scheme is described', () => {
  expect(components.securitySchemes).toMatchObject({
    token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
    key: { type: 'apiKey', in: 'header', name: 'X-Api-Key' },
    session: { type: 'http', scheme: 'bearer' },
    cookie: { type: 'apiKey', in: 'cookie' },
  });
});

describe('a named schema is referenced', () => {
  test('in a response, a page, and a versioned resource', () => {
    expect(schemas.VanPage.properties.items.items).toEqual({ $ref: '#/components/schemas/Van' });
    expect(schemas.GetVanResponse.allOf[0]).toEqual({ $ref: '#/components/schemas/Van' });
  });

  test('and the result of a command, for all commands of that aggregate', () => {
    const ref = { $ref: '#/components/schemas/VanVersion' };
    expect([schemaAt(paths['/vans'].post, 201), schemaAt(paths['/vans/{vanId}/colour'].put, 200)]).toEqual([ref, ref]);
  });

  test('and vocabulary, in requests and in responses', () => {
    expect(schemas.BuyVanRequest.properties.colour).toEqual({ $ref: '#/components/schemas/Colour' });
    const [colour] = paths['/vans'].get.parameters;
    expect(colour.schema).toMatchObject({ type: 'array', items: { $ref: '#/components/schemas/Colour' } });
  });
});

describe('requests are closed, and responses are open', () => {
  test('a request accepts no unknown field, nor do its parts', () => {
    expect(schemas.BuyVanRequest).toMatchObject({
      additionalProperties: false,
      properties: { bay: { additionalProperties: false } },
    });
  });

  test('a response may have more fields later', () => {
    for (const name of ['Van', 'VanPage', 'VanVersion', 'SignUpResponse', 'VanRustyProblem'])
      expect(schemas[name], name).not.toHaveProperty('additionalProperties');
  });
});

describe('a body', () => {
  test('is required where a field of it is', () => {
    expect(paths['/vans'].post.requestBody.required).toBe(true);
    expect(paths['/vans/{vanId}/washing'].post.requestBody.required).toBe(false);
  });

  test('states the constraints across its fields, and is required by them', () => {
    expect(schemas.PaintVanRequest.anyOf).toEqual([{ required: ['colour'] }, { required: ['shade'] }]);
    expect(paths['/vans/{vanId}/colour'].put.requestBody.required).toBe(true);
  });
});

test('a version is accepted where a command decides on an existing aggregate', () => {
  const takes = (operation: any) => JSON.stringify(operation.parameters).includes('IfMatch');
  const { post: begins } = paths['/vans'];
  const { put: decides } = paths['/vans/{vanId}/colour'];
  expect([takes(begins), takes(decides), takes(paths['/vans'].get)]).toEqual([false, true, false]);
  expect([412 in begins.responses, 412 in decides.responses]).toEqual([false, true]);
});

describe('a problem', () => {
  const { put } = paths['/vans/{vanId}/colour'];

  test('is a status of the operation, with the codes of that status listed', () => {
    expect(schemaAt(put, 409, 'application/problem+json')).toMatchObject({
      oneOf: [
        { $ref: '#/components/schemas/VanRustyProblem' },
        { $ref: '#/components/schemas/VanGoneProblem' },
        { $ref: '#/components/schemas/BusyTryAgainProblem' },
      ],
      discriminator: { propertyName: 'code', mapping: { 'van-rusty': '#/components/schemas/VanRustyProblem' } },
    });
    expect(put.responses[409].description).toContain('- `van-rusty`: The van is too rusty.');
  });

  test('has its code, its status and its reasons as fields', () => {
    expect(schemas.VanRustyProblem).toMatchObject({
      properties: {
        code: { const: 'van-rusty' },
        type: { const: 'urn:waybill:problem:van-rusty' },
        status: { const: 409 },
        holes: { type: 'integer', description: 'How many holes.' },
      },
      required: expect.arrayContaining(['code', 'status', 'correlation', 'holes']),
    });
  });

  test('of a missing resource follows from the aggregate of the operation', () => {
    const ref = { $ref: '#/components/schemas/VanNotFoundProblem' };
    // As where there are several, so that another one is an addition.
    const at404 = (operation: any) => schemaAt(operation, 404, 'application/problem+json').oneOf;
    expect([at404(put), at404(paths['/vans/{vanId}'].get)]).toEqual([[ref], [ref]]);
    expect(paths['/vans'].post.responses).not.toHaveProperty('404');
  });

  test('of the edge is one response shared by all operations', () => {
    for (const path of ['/vans', '/vans/{vanId}'])
      expect(paths[path].get.responses[401]).toEqual({
        $ref: '#/components/responses/NotSignedInOrFingerprintMismatch',
      });
    expect(paths['/auth/sign-up'].post.responses).not.toHaveProperty('401');
  });

  test('is in the catalogue, with every status that it has', () => {
    const catalog = problemsIn(contexts);
    expect(catalog.map(({ code }) => code)).toEqual(catalog.map(({ code }) => code).toSorted());
    expect(catalog.find(({ code }) => code === 'busy-try-again')).toMatchObject({ statuses: [409, 503] });
    expect(catalog.find(({ code }) => code === 'van-rusty')).toMatchObject({ reasons: { holes: expect.anything() } });
  });
});

test('an example is given where its fields are sent', () => {
  const { parameters, requestBody } = paths['/vans/{vanId}/colour'].put;
  expect(parameters[0]).toMatchObject({ name: 'vanId', example: '0a5d3c1e-8f2b-4c4d-9e6f-7a8b9c0d1e2f' });
  expect(requestBody.content['application/json'].example).toEqual({ colour: 'red' });
});

test('operations are ordered by their tags, the named ones first', () => {
  expect(document.tags).toEqual([
    { name: 'Vans', description: 'What drives.' },
    { name: 'Sign in', description: 'Who is who.' },
  ]);
  expect(Object.keys(paths)).toEqual([
    '/vans',
    '/vans/{vanId}',
    '/vans/{vanId}/colour',
    '/vans/{vanId}/washing',
    '/auth/sessions/{sessionId}',
    '/auth/sign-up',
  ]);
  expect(Object.keys(paths['/vans'])).toEqual(['post', 'get']);
});

test('no pattern repeats what a format states', () => {
  expect(schemas.Van.properties.vanId).toEqual({ type: 'string', format: 'uuid', description: 'The van.' });
});
