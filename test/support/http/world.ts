import { randomUUID } from 'node:crypto';
import type { Role } from '@waybill/kernel';
import { expect, inject, vi } from 'vitest';
import type { Issuer } from '#scripts/local/index';
import { issuerFor } from '#scripts/token/issuer-for';
import { patienceMs } from '../runtime/patience.ts';
import { type Answer, matchesContract } from './contract.ts';
import { makers } from './makers.ts';

export type { Answer } from './contract.ts';

const people = { auditor: 'auditor', driver: 'agent', dispatcher: 'officer', owner: 'owner' } as const;
export type Person = keyof typeof people | 'anonymous';

/** The user with that role. */
export const personOf = (role: Role): Person =>
  (Object.keys(people) as (keyof typeof people)[]).find((person) => people[person] === role)!;

export interface Identity {
  readonly org?: string;
  readonly user?: string;
  /** Further claims of their token. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

interface Request {
  readonly method: string;
  readonly path: string;
  readonly body?: string | Uint8Array | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The system under test: where it is now, and the directory with the key that signs our tokens, or the stage that signs them. */
export interface Place {
  readonly url: string;
  readonly keys: string;
  readonly stage?: string | undefined;
  readonly outbox?: string | undefined;
}

/** An existing organization, and its users. */
interface Known {
  readonly org: string;
  readonly users: Readonly<Record<keyof typeof people, string>>;
}

const issuers = new Map<string, Promise<Issuer>>();
const tokens = new Map<string, { token: Promise<string>; until: number }>();
const tokenLivesMs = 10 * 60_000;

const tokenOf = (
  { keys: data, stage }: Place,
  role: Role,
  org: string,
  user: string,
  claims: Identity['claims'],
): Promise<string> => {
  const signer = stage ?? data;
  const issuer = issuers.get(signer) ?? issuerFor({ stage, data });
  issuers.set(signer, issuer);
  const name = `${signer} ${role} ${org} ${user} ${JSON.stringify(claims)}`;
  const known = tokens.get(name);
  if (known && known.until > Date.now()) return known.token;
  const token = issuer.then(({ mint }) => mint({ role, org, user, claims }));
  tokens.set(name, { token, until: Date.now() + tokenLivesMs });
  return token;
};

const send = async (url: string, { method, path, body, headers }: Request): Promise<Answer> => {
  const response = await fetch(`${url}${path}`, {
    method,
    ...(headers && { headers }),
    ...(body !== undefined && { body: body as string }),
    signal: AbortSignal.timeout(patienceMs / 2),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json');
  const answer = {
    status: response.status,
    body: text && isJson ? JSON.parse(text) : text || undefined,
    headers: response.headers,
    etag: response.headers.get('etag'),
  };
  // A test with a separate runtime has no OpenAPI document to check responses against.
  if (inject('waybill') && method !== 'OPTIONS' && method !== 'HEAD') matchesContract(method, path, answer);
  return answer;
};

type Ask = (path: string, headers?: Record<string, string>) => Promise<Answer>;
type Send = (path: string, body?: object, headers?: Record<string, string>) => Promise<Answer>;

export interface Client {
  readonly get: Ask;
  readonly delete: Ask;
  readonly post: Send;
  readonly put: Send;
  readonly patch: Send;
  /** The request exactly as it is given, with a token. */
  readonly raw: (request: Request) => Promise<Answer>;
}

export type As = (person: Person, who?: Identity) => Client;

/** A new organization, and users who send requests to the system under test. */
export const world = (place: Place = inject('waybill'), known: Partial<Known> = {}) => {
  const org = known.org ?? randomUUID();
  const users = known.users ?? {
    auditor: randomUUID(),
    driver: randomUUID(),
    dispatcher: randomUUID(),
    owner: randomUUID(),
  };

  const as: As = (person, who = {}) => {
    const authorization = async (): Promise<Record<string, string>> => {
      if (person === 'anonymous') return {};
      const token = await tokenOf(place, people[person], who.org ?? org, who.user ?? users[person], who.claims);
      return { authorization: `Bearer ${token}` };
    };
    const raw = async ({ headers, ...request }: Request) =>
      send(place.url, { ...request, headers: { ...(await authorization()), ...headers } });
    const ask =
      (method: string) =>
      (path: string, body?: object, headers: Record<string, string> = {}): Promise<Answer> =>
        raw({
          method,
          path,
          ...(body && { body: JSON.stringify(body) }),
          headers: { ...(body && { 'content-type': 'application/json' }), ...headers },
        });
    return {
      get: (path: string, headers?: Record<string, string>) => ask('GET')(path, undefined, headers),
      post: ask('POST'),
      put: ask('PUT'),
      patch: ask('PATCH'),
      delete: (path: string, headers?: Record<string, string>) => ask('DELETE')(path, undefined, headers),
      raw,
    };
  };
  return { org, users, as, ...makers(as) };
};

/** Waits until the read models are up to date. */
export const eventually = <T>(check: () => Promise<T>): Promise<T> =>
  vi.waitFor(check, { timeout: patienceMs / 2, interval: 50 });

/** The time in that many hours, or before now if negative. */
export const hours = (count: number, from = Date.now()): string => new Date(from + count * 3_600_000).toISOString();

/** A refusal, with its code and its reasons. */
export const refused = (answer: Answer, status: number, code: string, reasons: object = {}) =>
  expect(answer).toMatchObject({ status, body: { code, ...reasons } });

/** A 400 that names these fields, and no others. */
export const names = (answer: Answer, ...paths: string[]) => {
  refused(answer, 400, 'invalid-input');
  const named = answer.body.errors.map(({ path }: { path: string }) => path);
  expect([...new Set(named)]).toEqual(paths);
};

/** All pages of a list, one after the other. Only the last may be incomplete. */
export const allPages = async (get: (path: string) => Promise<Answer>, path: string, limit: number): Promise<any[]> => {
  const items: any[] = [];
  let cursor: string | undefined;
  do {
    const mark = path.includes('?') ? '&' : '?';
    const after = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const { status, body } = await get(`${path}${mark}limit=${limit}${after}`);
    expect(status).toBe(200);
    if (body.nextCursor !== undefined) expect(body.items).toHaveLength(limit);
    items.push(...body.items);
    cursor = body.nextCursor;
  } while (cursor !== undefined);
  return items;
};
