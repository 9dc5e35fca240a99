import { hashOf, isSecretOf } from '@waybill/auth';
import {
  type ApiKeyVerifier,
  type AuthorizerContext,
  authorizerWith,
  declares,
  keyHolder,
  putLast,
  type SystemContext,
} from '@waybill/kernel';
import { impersonations } from '#events/identity';
import { type ApiKey, apiKey } from './domain/api-keys/api-key.ts';
import { isOpenTo } from './domain/api-keys/key-paths.ts';
import { readKey } from './domain/api-keys/key-text.ts';
import { keyUse, keyUseNoted } from './domain/api-keys/key-use.ts';

const { reads, writes, uses } = declares({ reads: { apiKey, impersonations }, writes: { keyUseNoted, keyUse } });
type Verifier = ApiKeyVerifier<typeof reads, typeof writes, typeof uses>;

/** How long a wrong key is refused without another read, and how many wrong keys are cached. */
const unknownMs = 60_000;
const unknownAtMost = 1_000;
/** The use of a key is recorded once in this time. */
const notedMs = 60_000;
/** How long the last use of a key is kept. */
const useKeptSeconds = 400 * 86_400;
const keysAtMost = 10_000;

/** Verifies a key. Its stream is read each time, so that a revoked key is refused at once. */
const holder: Verifier['holder'] = ({ apiKey }, context) => {
  const unknown = remembered(context, unknownMs, unknownAtMost);
  return async ({ key, path }) => {
    const text = readKey(key);
    if (!text) return undefined;
    const { apiKeyId, orgId, secret } = text;
    const name = hashOf(key);
    if (unknown.has(name)) return undefined;
    const now = context.now().toISOString();
    const known = await apiKey.state(apiKeyId, { org: orgId });
    if (!known || !isValid(known, secret, now)) {
      unknown.add(name);
      return undefined;
    }
    if (known.paths && !isOpenTo(known.paths, path)) return 'not-here';
    const { role, orgType = 'Customer', contextKeys, quotaPerMinute, quotaPerDay, trusted } = known;
    return {
      sub: keyHolder(apiKeyId),
      orgId,
      orgType,
      role,
      ...(contextKeys && { contextKeys: JSON.stringify(contextKeys) }),
      ...(quotaPerMinute !== undefined && { quotaPerMinute }),
      ...(quotaPerDay !== undefined && { quotaPerDay }),
      ...(trusted && { trusted }),
    };
  };
};

const isValid = ({ hash, old, revoked, expiresAt }: ApiKey, secret: string, now: string): boolean => {
  const fits = isSecretOf(hash, secret) || (old !== undefined && isSecretOf(old.hash, secret) && now < old.until);
  return fits && !revoked && (expiresAt === undefined || now < expiresAt);
};

/** Records that a key was used, unless this container or another did so in the last minute. */
const used: Verifier['used'] = ({ keyUse }, context) => {
  const noted = remembered(context, notedMs, keysAtMost);
  return async ({ sub }: AuthorizerContext) => {
    if (noted.has(sub)) return;
    noted.add(sub);
    const id = sub.slice(keyHolder('').length);
    const now = context.now();
    const at = now.toISOString();
    const isFirst = await context.transact(async ({ keyUseNoted }) => {
      if (await keyUseNoted.get(id)) return false;
      await keyUseNoted.put(id, { at }, new Date(now.getTime() + notedMs).toISOString());
      return true;
    });
    if (isFirst) await keyUse.append(id, { sort: 'last', data: { at } }, useKeptSeconds);
  };
};

/** Whether an impersonation is still active. Read each time, so that its tokens are refused as soon as it ends. */
const acts: Verifier['acts'] =
  ({ impersonations }, { now }) =>
  async (sessionId) => {
    const known = (await impersonations.get(sessionId))?.data;
    return known !== undefined && now().toISOString() < known.until;
  };

/** A bounded cache of names with a lifetime. When it is full, the oldest name is dropped. */
const remembered = ({ now }: Pick<SystemContext, 'now'>, ms: number, atMost: number) => {
  const since = new Map<string, number>();
  return {
    has: (name: string): boolean => now().getTime() - (since.get(name) ?? Number.NEGATIVE_INFINITY) < ms,
    add: (name: string): void => putLast(since, name, now().getTime(), atMost),
  };
};

/** Authorizes users by token, impersonators while their impersonation is active, and machines by API key. */
export const authorizer = authorizerWith({ name: 'authorizer', reads, writes, uses, holder, used, acts });
