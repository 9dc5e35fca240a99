import { authSecret } from '@waybill/auth';
import { newSigningKey, type SigningKey, signerOf } from '@waybill/auth/library';
import { type AccessOf, declares, parameter, recordStore, type SystemContext } from '@waybill/kernel';
import { SigningKeyAdded } from '#events/identity';
import { signingKeysStream } from '../streams.ts';
import { nextFrom, published } from './rotation.ts';

interface Ring {
  readonly keys: readonly SigningKey[];
}

/** The signing keys of the stage, all in one record, so that a change of one conflicts with a change of any other. */
export const keyRing = recordStore<Ring>('identity', 'signing-keys');
/** The id of that record. */
export const ringId = 'ring';

/** The public keys, for the authorizer and for `GET /auth/jwks`. */
export const jwks = parameter('jwks');

/** For the two functions that write the ring: one makes its first key, the other rotates. */
export const keyKeeperNeeds = declares({ writes: { keyRing, signingKeysStream, jwks } });
type Keeper = AccessOf<typeof keyKeeperNeeds>;

/** For functions that sign. */
export const signerNeeds = declares({ reads: { keyRing, jwks, authSecret } });

/** The public keys as a JWKS document (RFC 7517). */
export const jwksOf = (keys: readonly SigningKey[], now: Date) => ({
  keys: published(keys, now).map((key) => key.public),
});

/**
 * Adds a key when one is due, deletes keys that no valid token needs or that the secret cannot decrypt, and publishes
 * the rest: first in the table, then in the parameter. If it is interrupted, the next run completes it.
 */
export const maintainKeys = async (
  access: Keeper,
  { now, transact }: Pick<SystemContext<Keeper>, 'now' | 'transact'>,
  secret: string,
): Promise<{ keys: readonly SigningKey[]; added: number }> => {
  const kept = await transact(async ({ keyRing, signingKeysStream }) => {
    const before = (await keyRing.get(ringId))?.data.keys ?? [];
    const usable = await decryptable(before, secret);
    const [at, from] = [now(), nextFrom(usable, now())];
    const added = from ? [await newSigningKey(secret, at.toISOString(), from)] : [];
    const keys = published([...usable, ...added], at);
    if (added.length || keys.length < before.length) await keyRing.put(ringId, { keys });
    for (const { kid, from } of added)
      await signingKeysStream.append(kid, SigningKeyAdded({ kid, from }), { by: 'identity' });
    return { keys, added: added.length };
  });
  const text = JSON.stringify(jwksOf(kept.keys, now()));
  if ((await access.jwks.get()) !== text) await access.jwks.put(text);
  return kept;
};

/** After a restore into a stage with another secret, or a change of it, keys in the ring cannot be decrypted. */
const decryptable = async (keys: readonly SigningKey[], secret: string): Promise<SigningKey[]> => {
  const opened = await Promise.allSettled(keys.map((key) => signerOf(key, secret)));
  return keys.filter((_, i) => opened[i]?.status === 'fulfilled');
};
