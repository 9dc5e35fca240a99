import { type HttpDefinition, isHttp, type LambdaFunction, type Manifest } from '@waybill/kernel';
import { memory } from '@waybill/kernel/memory';
import { describe, expect, test } from 'vitest';
import * as contexts from '#functions/development';
import { clockAt } from '../../kernel/support/platforms.ts';
import { goodPassword, otherPassword } from '../support/identity-in-memory.ts';

// Generated from the manifests: a route that is open to anyone fails if it has no limit, or no sample request here.

const open = Object.values(contexts as unknown as Record<string, Manifest>)
  .flatMap((manifest) => Object.values(manifest))
  .flatMap((fn): { route: string; fn: LambdaFunction; definition: HttpDefinition }[] => {
    const { definition } = fn;
    return isHttp(definition) && definition.role === 'anyone' ? [{ route: definition.route!, fn, definition }] : [];
  });

const email = 'ada@example.com';
const token = 'x'.repeat(43);
const requests: Record<string, Record<string, unknown>> = {
  'GET /health': {},
  'GET /auth/jwks': {},
  'GET /.well-known/openid-configuration': {},
  'GET /dev/outbox': {},
  'GET /geo/reference-data': {},
  'GET /geo/reference-data/{kind}': { kind: 'countries' },
  'GET /geo/reference-data/{kind}/{code}': { kind: 'countries', code: 'AT' },
  'GET /unsubscribe/{token}': { token: 'x'.repeat(66) },
  'POST /unsubscribe/{token}': { token: 'x'.repeat(66) },
  'GET /auth/email-availability': { email },
  'POST /auth/sign-up': { email, password: goodPassword, name: 'Ada Byron' },
  'POST /auth/verification': { email },
  'POST /auth/verification/confirmation': { token },
  'POST /auth/password-reset': { email },
  'POST /auth/password-reset/confirmation': { token, password: goodPassword },
  'POST /auth/sign-in': { email, password: otherPassword },
  'POST /auth/sign-in/challenge': { challenge: token, code: '123456' },
  'POST /provider-events/resend': { type: 'email.bounced' },
  'POST /provider-events/ses': { Type: 'Notification' },
  'POST /provider-events/twilio': { MessageStatus: 'failed' },
  'POST /auth/sign-in-link': { email },
  'POST /auth/sign-in-link/confirmation': { token },
};

/** Sends requests from one network, each from another address in it and with another browser. */
const asking = ({ fn, route }: (typeof open)[number]) => {
  const clock = clockAt('2026-05-04T12:00:00.000Z');
  const run = fn.with(memory({ clock }));
  let times = 0;
  const ask = async (network: string): Promise<{ status: number; retryAfter: number; body: any }> => {
    const input = requests[route]!;
    const get = route.startsWith('GET ');
    const inPath = Object.entries(input).filter(([name]) => route.includes(`{${name}}`));
    const rest = Object.entries(input).filter(([name]) => !route.includes(`{${name}}`));
    const query = Object.fromEntries(rest.map(([name, value]) => [name, [String(value)]]));
    const result: any = await run({
      httpMethod: route.split(' ')[0],
      pathParameters: Object.fromEntries(inPath),
      multiValueQueryStringParameters: get ? query : null,
      headers: {
        'content-type': 'application/json',
        'user-agent': `browser ${++times}`,
        'x-forwarded-for': `192.0.2.${times}`,
      },
      body: get ? null : JSON.stringify(input),
      requestContext: { identity: { sourceIp: `${network}::${times.toString(16)}` } },
    } as any);
    return {
      status: result.statusCode,
      retryAfter: Number(result.headers['retry-after']),
      body: JSON.parse(result.body),
    };
  };
  return { ask, clock };
};

const patience = 400;

describe('too many requests from one network are refused', () => {
  test.each(open)('$route', async (one) => {
    expect(one.definition.limits, 'a limit').not.toHaveLength(0);
    expect(Object.keys(requests), 'a sample request').toContain(one.route);
    const { ask, clock } = asking(one);
    let answered = await ask('2001:db8:1:2');
    expect(answered.status).not.toBe(429);
    for (let times = 1; times < patience && answered.status !== 429; times++) answered = await ask('2001:db8:1:2');
    expect(answered.status).toBe(429);
    expect(answered.body.code).toMatch(/^too-many-(requests|attempts)$/);
    expect(answered.retryAfter).toBeGreaterThan(0);
    expect((await ask('2001:db8:1:3')).status, 'elsewhere').not.toBe(429);
    clock.advance(answered.retryAfter);
    expect((await ask('2001:db8:1:2')).status, 'after the window').not.toBe(429);
  });
});

test('every open route is covered', () => {
  expect(open.length).toBeGreaterThan(10);
  expect(open.map(({ route }) => route).filter((route) => !requests[route])).toEqual([]);
});
