import { hashOf, isSecretOf } from '@waybill/auth';
import {
  type ApiKeyVerifier,
  type AuthorizerContext,
  authorizerWith,
  ConcurrencyError,
  keyHolder,
  type Platform,
} from '@waybill/kernel';
import { type ApiKey, apiKey } from './api-key.ts';
import { impersonations } from './impersonations.ts';
import { isOpenTo } from './key-paths.ts';
import { readKey } from './key-text.ts';
import { keyUse, keyUseNoted } from './key-use.ts';
import { streamIn } from './streams.ts';

/** A key that is none stays none for so long, without anybody looking; so many of them are remembered. */
const strangersRestMs = 60_000;
const strangersAtMost = 1_000;
/** A use is noted once in this time. */
const notedMs = 60_000;
/** Longer than anybody asks when a key was last used. */
const useKeptSeconds = 400 * 86_400;
const keysAtMost = 10_000;

/** Whom a key of ours admits: its history is read each time, for a key that is revoked is out at once. */
const holder: ApiKeyVerifier['holder'] = (platform) => {
  const strangers = forAWhile(platform, strangersRestMs, strangersAtMost);
  return async ({ key, path }) => {
    const text = readKey(key);
    if (!text) return undefined;
    const { apiKeyId, orgId, secret } = text;
    const name = hashOf(key);
    if (strangers.has(name)) return undefined;
    const now = platform.clock().toISOString();
    const known = apiKey.fold(await platform.events.read(streamIn(orgId, apiKey.name, apiKeyId)));
    if (!known || !opens(known, secret, now)) {
      strangers.add(name);
      return undefined;
    }
    if (known.paths && !isOpenTo(known.paths, path)) return 'not-here';
    const { role, orgType = 'Customer' } = known;
    return { sub: keyHolder(apiKeyId), orgId, orgType, role };
  };
};

const opens = ({ hash, old, revoked, expiresAt }: ApiKey, secret: string, now: string): boolean => {
  const fits = isSecretOf(hash, secret) || (old !== undefined && isSecretOf(old.hash, secret) && now < old.until);
  return fits && !revoked && (expiresAt === undefined || now < expiresAt);
};

/** Notes that a key was used, unless that was done in the last minute, here or elsewhere. */
const used: ApiKeyVerifier['used'] = (platform) => {
  const noted = forAWhile(platform, notedMs, keysAtMost);
  return async ({ sub }: AuthorizerContext) => {
    if (noted.has(sub)) return;
    noted.add(sub);
    const id = sub.slice(keyHolder('').length);
    const now = platform.clock();
    const at = now.toISOString();
    const expiresAt = new Date(now.getTime() + notedMs).toISOString();
    try {
      const first = { store: keyUseNoted, id, before: undefined, after: { data: { at }, expiresAt } };
      await platform.events.commit({ records: [first] });
    } catch (error) {
      if (error instanceof ConcurrencyError) return; // Somebody else has noted it.
      throw error;
    }
    await platform.logs.append(keyUse, id, { sort: 'last', data: { at } }, useKeptSeconds);
  };
};

/** Whether nobody and nothing has ended it: read each time, so that stopping it takes its tokens away at once. */
const acts: ApiKeyVerifier['acts'] =
  ({ records, clock }) =>
  async (sessionId) => {
    const known = (await records.get(impersonations, sessionId))?.data;
    return known !== undefined && clock().toISOString() < known.until;
  };

/** Remembers names for a while, the oldest as long as there is room. */
const forAWhile = ({ clock }: Pick<Platform, 'clock'>, ms: number, atMost: number) => {
  const since = new Map<string, number>();
  return {
    has: (name: string): boolean => clock().getTime() - (since.get(name) ?? Number.NEGATIVE_INFINITY) < ms,
    add: (name: string): void => {
      since.delete(name);
      since.set(name, clock().getTime());
      const [oldest] = since.keys();
      if (since.size > atMost && oldest !== undefined) since.delete(oldest);
    },
  };
};

/** Admits people by their tokens, whoever acts as somebody else for as long as they may, and machines by their keys. */
export const authorizer = authorizerWith({
  reaches: [
    { to: 'read', source: apiKey },
    { to: 'keep', register: keyUseNoted },
    { to: 'note', pad: keyUse },
    { to: 'consult', register: impersonations },
  ],
  holder,
  used,
  acts,
});
