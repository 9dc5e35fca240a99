import { setTimeout as pause } from 'node:timers/promises';
import * as contexts from '#functions/development';
import { startLocal } from '#scripts/local/index';
import { ownTable } from '../cost/table-of.ts';
import { percentile, type Result } from '../result.ts';
import type { Load, Loaded } from './load.ts';
import { sent } from './sent.ts';

const password = 'seven wet umbrellas';
const people = 8;

/** Sign-in, tokens and authorization: over HTTP on the local runtime in memory, and the authorizer alone. */
export const identity = async (): Promise<Result[]> => {
  const local = await startLocal({ contexts, stage: 'local' });
  try {
    const sessions = await Promise.all(Array.from({ length: people }, (_, i) => signedUp(local.url, i)));
    const signIn = (i: number) => ({
      method: 'POST',
      path: '/auth/sign-in',
      body: { email: emailOf(i % people), password },
    });
    const all = (count: number, one: (i: number) => Load['requests'][number]) =>
      Array.from({ length: count }, (_, i) => one(i));
    const token = () => ({ method: 'POST', path: '/auth/token', body: {} });
    const [session] = sessions as [string];

    // Sign-ins of one user from one device run one after another: each lane has a different user.
    const alone = await sent(local, 1, all(24, signIn));
    const lanes = await sent(local, 4, all(120, signIn));
    await sent(local, 4, all(40, token), session);
    const minted = await sent(local, 4, all(600, token), session);
    return [
      { what: 'sign-ins over HTTP, 4 connections', unit: '/s', measured: rate(lanes) },
      { what: '  … one alone: p50', unit: 'ms', measured: percentile(alone.latencies, 0.5) },
      { what: 'tokens over HTTP, 4 connections', unit: '/s', measured: rate(minted) },
      { what: '  … latency: p50', unit: 'ms', measured: percentile(minted.latencies, 0.5) },
      { what: '  … latency: p99', unit: 'ms', measured: percentile(minted.latencies, 0.99) },
      ...(await admission()),
    ];
  } finally {
    await local.stop();
  }
};

const emailOf = (i: number) => `bench-${i}@example.org`;
const rate = ({ latencies, seconds }: Loaded) => latencies.length / seconds;

const signedUp = async (url: string, i: number): Promise<string> => {
  const email = emailOf(i);
  await post(`${url}/auth/sign-up`, { email, password, name: 'Bench' });
  const token = await mailedToken(url, email);
  return (await post(`${url}/auth/verification/confirmation`, { token, password })).token;
};

/** Mails arrive a moment after the request. */
const mailedToken = async (url: string, email: string): Promise<string> => {
  for (let tries = 0; tries < 200; tries++) {
    const { items } = (await (await fetch(`${url}/dev/outbox?to=${email}`)).json()) as any;
    if (items[0]) return items[0].token;
    await pause(50);
  }
  throw new Error(`no mail has arrived for ${email}`);
};

const post = async (url: string, body: object): Promise<any> => {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${url} was answered ${response.status}`);
  return response.json();
};

/** The authorizer on a separate table: its duration when warm, and its reads. */
const admission = async (): Promise<Result[]> => {
  const { platform, used, stop } = await ownTable();
  const { developmentKeys } = await import('#scripts/local/index');
  const keys = await developmentKeys();
  try {
    const authorize = contexts.organizations.authorizer.with({
      ...platform,
      development: { jwks: keys.jwks },
      parameters: { ...platform.parameters, get: async () => undefined },
    });
    const methodArn = 'arn:aws:execute-api:eu-west-1:123456789012:api/v1/GET/deliveries';
    const ask = (headers: Record<string, string>) => authorize({ headers, methodArn } as any);
    const caller = { sub: 'bench', orgId: 'bench', orgType: 'Customer', role: 'owner' };
    await contexts.organizations.foundOrganization.execute(platform)({
      input: { organizationId: 'bench', name: 'Bench', slug: 'bench', type: 'Customer' },
      caller: { userId: 'bench', orgId: 'bench', orgType: 'Customer', role: 'owner' },
      key: 'bench',
      correlationId: 'bench',
    });
    const made = await contexts.organizations.createApiKey.with(platform)({
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'Bench', role: 'agent' }),
      requestContext: { authorizer: caller },
    } as any);
    const { key } = JSON.parse(made.body);

    const measured = async (headers: Record<string, string>) => {
      for (let i = 0; i < 50; i++) await ask(headers);
      const times: number[] = [];
      const { calls } = await used(async () => {
        for (let i = 0; i < asked; i++) {
          const began = performance.now();
          await ask(headers);
          times.push(performance.now() - began);
        }
      });
      return { p50: percentile(times, 0.5), p99: percentile(times, 0.99), reads: calls / asked };
    };
    const token = await measured({ authorization: `Bearer ${await keys.mint({ role: 'agent' })}` });
    const byKey = await measured({ 'x-api-key': key });
    const lines = (what: string, { p50, p99, reads }: typeof token, most: number): Result[] => [
      { what: `authorizer, ${what}: p50`, unit: 'ms', measured: p50 },
      { what: `authorizer, ${what}: p99`, unit: 'ms', target: '≤ 10', measured: p99, ok: p99 <= 10 },
      { what: `authorizer, ${what}: calls to the table`, target: `≤ ${most}`, measured: reads, ok: reads <= most },
    ];
    return [...lines('a token', token, 0), ...lines('a key', byKey, 1)];
  } finally {
    await stop();
  }
};
const asked = 2_000;
