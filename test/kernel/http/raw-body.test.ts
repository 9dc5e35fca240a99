import { endpoint, perNetwork, z } from '@waybill/kernel';
import { memory } from '@waybill/kernel/memory';
import { describe, expect, test } from 'vitest';
import { openapi } from '#scripts/openapi/index';
import { ask, requestEvent } from '../support/asking.ts';

const receiving = (rawBody: 'application/json' | 'application/x-www-form-urlencoded' | 'text/plain' = 'text/plain') =>
  endpoint({
    summary: 'Receive a text',
    route: 'POST /texts',
    role: 'anyone',
    rawBody,
    limited: 'own',
    limits: [perNetwork({ name: 'texts', most: 1_000, seconds: 60, counts: 'requests', inMemory: true })],
    input: z.strictObject({ body: z.string() }),
    output: z.object({ body: z.string() }),
    answer: async ({ body }) => ({ body: { body } }),
  });
const post = (body: unknown, more: object = {}) => ask(memory(), receiving(), { as: null, body, ...more });

describe('a raw body', () => {
  test.each([
    ['text/plain', 'Grüße'],
    ['application/x-www-form-urlencoded', 'a=1&a=2&b='],
    ['application/json', ' {"a": 1, "a": 2} '],
    ['image/png', '\u0000\u0001'],
    ['', '{"half": '],
  ])('is passed on to the letter, whatever its type is: %s', async (type, body) => {
    expect(await post(body, { headers: { 'Content-Type': type } })).toMatchObject({ status: 200, body: { body } });
  });

  test('may be empty, and may be encoded', async () => {
    expect((await post(undefined)).body).toEqual({ body: '' });
    const base64 = Buffer.from('Grüße').toString('base64');
    expect((await post(base64, { base64: true })).body).toEqual({ body: 'Grüße' });
  });

  test('is UTF-8, and has at most 256 KiB', async () => {
    const bytes = Buffer.from([0xff, 0xfe]).toString('base64');
    expect(await post(bytes, { base64: true })).toMatchObject({ status: 400, body: { code: 'malformed-json' } });
    expect((await post('x'.repeat(256 * 1024))).status).toBe(200);
    expect(await post('ü'.repeat(128 * 1024 + 1))).toMatchObject({ status: 413, body: { code: 'body-too-large' } });
  });

  test('is the only input: a query is refused', async () => {
    const answer = await post('x', { query: { body: 'y' } });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: 'body' }] } });
  });

  test('is described with its media type, and never as not being JSON', () => {
    for (const type of ['text/plain', 'application/json', 'application/x-www-form-urlencoded'] as const) {
      const { paths } = openapi({ texts: { receive: receiving(type) } }, { title: 'Test', version: '1' });
      const operation: any = paths!['/texts']!.post;
      expect(Object.keys(operation.requestBody.content)).toEqual([type]);
      expect(Object.keys(operation.responses)).not.toContain('415');
      // API Gateway's throttle applies to every route.
      expect(operation.responses[429]).toEqual({ $ref: '#/components/responses/TooManyRequests' });
    }
  });
});

test('a route with limits of its own has no others: neither of the device nor of the network', async () => {
  const fn = receiving().with(memory());
  const event = {
    ...requestEvent({ as: null, body: 'x' }),
    requestContext: { identity: { sourceIp: '198.51.100.7' } },
  };
  const statuses = new Set<number>();
  for (let i = 0; i < 1_000; i++) statuses.add((await fn(event as any)).statusCode);
  expect([...statuses]).toEqual([200]);
  expect((await fn(event as any)).statusCode).toBe(429);
});
