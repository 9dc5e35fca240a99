import { endpoint, newId, Problem, problem, z } from '@waybill/kernel';
import type { EndpointSpec } from '@waybill/kernel/http/endpoint';
import { memory } from '@waybill/kernel/memory';
import { afterAll, describe, expect, test } from 'vitest';
import { startHttp } from '#scripts/local/index';
import { ask, requestEvent } from '../support/asking.ts';

const notAtHome = problem('not-at-home', 409, 'The resident is not at home.', { since: z.string() });
const tooLoud = problem('too-loud', 429, 'The knock is too loud.');

const input = z.strictObject({ doorId: z.string(), loud: z.boolean().default(false) });
const output = z.strictObject({ said: z.string() });
type Answer = EndpointSpec<typeof input, typeof output>['answer'];

const knock = (answer: Answer, more: { role?: 'anyone' | 'person' | 'agent'; status?: 201 | 202 } = {}) =>
  endpoint({
    summary: 'Knocks',
    route: 'POST /doors/{doorId}/knock',
    role: 'anyone',
    ...more,
    input,
    output,
    refuses: [notAtHome, tooLoud],
    answer,
  });
const path = { doorId: newId('door') };
const said = async () => ({ body: { said: 'come in' } });
const cookies = ['session=s1; Path=/; HttpOnly; Secure; SameSite=Lax', 'challenge=; Max-Age=0; Path=/'];

describe('an endpoint', () => {
  test('responds as declared, and the response is not stored', async () => {
    const { status, body, headers } = await ask(memory(), knock(said), { path, body: {} });
    expect([status, body]).toEqual([200, { said: 'come in' }]);
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'cache-control': 'no-store' });
    expect(headers).not.toHaveProperty('set-cookie');
  });

  test.each([201, 202] as const)('may respond with %i', async (status) => {
    expect((await ask(memory(), knock(said, { status }), { path, body: {} })).status).toBe(status);
  });

  test('receives its parsed input, the caller and the client', async () => {
    const received: any[] = [];
    const listening = knock(async (input, _, context) => {
      received.push(input, context);
      return said();
    });
    const event = requestEvent({ path, body: {}, headers: { 'User-Agent': 'vitest' }, as: null });
    await listening.with(memory())({ ...event, requestContext: { identity: { sourceIp: '192.0.2.7' } } } as any);
    const [input, context] = received;
    expect(input).toEqual({ ...path, loud: false });
    expect(context).toMatchObject({ ip: '192.0.2.7', caller: { orgId: '-' } });
    expect(context.header('user-agent')).toBe('vitest');
  });

  test('may set more headers, also how long its response may be cached', async () => {
    const keeping = knock(async () => ({ ...(await said()), headers: { 'cache-control': 'max-age=60', etag: '"1"' } }));
    const { headers } = await ask(memory(), keeping, { path, body: {} });
    expect(headers).toMatchObject({ 'cache-control': 'max-age=60', etag: '"1"' });
  });

  test('sends each cookie in a header of its own, in addition to all others', async () => {
    const giving = knock(async () => ({ ...(await said()), cookies }));
    const answer = await giving.with(memory())(requestEvent({ path, body: {} }) as any);
    expect(answer.multiValueHeaders).toEqual({ 'set-cookie': cookies });
    expect(Object.keys(answer.headers!).map((name) => name.toLowerCase())).toEqual(
      expect.arrayContaining(['access-control-allow-origin', 'strict-transport-security', 'x-correlation-id']),
    );
  });

  test('responds with a returned refusal', async () => {
    const refusing = knock(async () => notAtHome({ since: 'noon' }));
    expect(await ask(memory(), refusing, { path, body: {} })).toMatchObject({
      status: 409,
      body: { code: 'not-at-home', since: 'noon' },
      headers: { 'content-type': 'application/problem+json' },
    });
  });

  test('may throw a problem, with its headers', async () => {
    const throwing = knock(async () => {
      throw Problem.of(tooLoud(), { 'retry-after': '5' });
    });
    expect(await ask(memory(), throwing, { path, body: {} })).toMatchObject({
      status: 429,
      body: { code: 'too-loud' },
      headers: { 'retry-after': '5' },
    });
  });

  test('that responds differently than declared fails, and reveals none of it', async () => {
    const lying = knock(async () => ({ body: { said: 'x', secret: 'hunter2' } as { said: string } }));
    const { status, body } = await ask(memory(), lying, { path, body: {} });
    expect([status, body.code]).toEqual([500, 'unexpected']);
    expect(JSON.stringify(body)).not.toContain('hunter2');
  });

  test('has its input validated like every function', async () => {
    expect(await ask(memory(), knock(said), { path, body: { loud: 'very' } })).toMatchObject({
      status: 400,
      body: { code: 'invalid-input' },
    });
  });

  test('of a person authenticates by itself; of a role, it does not', async () => {
    expect((await ask(memory(), knock(said, { role: 'person' }), { path, body: {}, as: null })).status).toBe(200);
    expect((await ask(memory(), knock(said, { role: 'agent' }), { path, body: {}, as: null })).status).toBe(401);
  });
});

describe('over HTTP', async () => {
  const platform = memory();
  const giving = knock(async () => ({ ...(await said()), cookies }));
  const server = await startHttp({
    endpoints: [{ route: giving.definition.route, name: 'knock', open: true, handler: giving.with(platform) }],
    authorizer: async () => {
      throw new Error('Unauthorized');
    },
    stage: 'local',
  });
  afterAll(() => server.stop());

  test('cookies arrive, one by one', async () => {
    const response = await fetch(`http://127.0.0.1:${server.port}/v1/doors/1/knock`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect(response.status).toBe(200);
    expect(response.headers.getSetCookie()).toEqual(cookies);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
  });
});
