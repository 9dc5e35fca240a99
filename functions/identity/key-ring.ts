import { newSigningKey, type SigningKey, signerOf, within } from '@waybill/auth';
import { type Platform, type Reach, recordStore, requiredParameter } from '@waybill/kernel';
import { SigningKeyAdded } from '#events/identity';
import { knowsAuthSecret, secretOf } from './auth-secret.ts';
import { nextFrom, published } from './rotation.ts';
import { signingKeysStream, streamOf } from './streams.ts';

interface Ring {
  readonly keys: readonly SigningKey[];
}

/** The keys of the stage, all in one record: whoever changes them changes what they have read. */
const keyRing = recordStore<Ring>('identity', 'signing-keys');
const only = 'ring';

/** The parameter with the public halves, where the authorizer looks. */
export const jwks = 'jwks';

/** For the two that write the ring: the one that makes its first key, and the one that rotates. */
export const keyKeeperReaches: readonly Reach[] = [
  { to: 'keep', register: keyRing },
  { to: 'append', source: signingKeysStream },
  { to: 'set', parameter: jwks },
];

/** For whoever signs. */
export const signerReaches: readonly Reach[] = [
  { to: 'consult', register: keyRing },
  { to: 'know', parameter: jwks },
  knowsAuthSecret,
];

export const signingKeys = async ({ records }: Platform): Promise<readonly SigningKey[]> =>
  (await records.get(keyRing, only))?.data.keys ?? [];

/** What is published, as those who check tokens read it. */
export const publishedKeys = async (platform: Platform): Promise<JWKS> =>
  JSON.parse(await requiredParameter(platform, jwks)) as JWKS;

interface JWKS {
  readonly keys: readonly { readonly kid: string }[];
}

/** The public halves, for everybody who wants to know whether a token is ours. */
export const jwksOf = (keys: readonly SigningKey[], now: Date) => ({
  keys: published(keys, now).map((key) => key.public),
});

/**
 * Adds a key when it is time, forgets those that nobody can have a token of any more, or that the secret does not open,
 * and publishes what there is: first in the table, then where the authorizer looks. It may be cut off anywhere and done
 * again.
 */
export const tendKeys = async (
  platform: Platform,
  correlationId: string,
): Promise<{ keys: readonly SigningKey[]; added: number }> => {
  const secret = await secretOf(platform);
  const kept = await within(platform, { by: 'identity', correlationId }, async (unit) => {
    const before = (await unit.get(keyRing, only))?.data.keys ?? [];
    const usable = await keysThatOpen(before, secret);
    const [now, from] = [unit.now(), nextFrom(usable, unit.now())];
    const added = from ? [await newSigningKey(secret, now.toISOString(), from)] : [];
    const keys = published([...usable, ...added], now);
    if (added.length || keys.length < before.length) await unit.put(keyRing, only, { keys });
    for (const { kid, from } of added) unit.tell(streamOf('signing-keys', kid), SigningKeyAdded({ kid, from }));
    return { keys, added: added.length };
  });
  const text = JSON.stringify(jwksOf(kept.keys, platform.clock()));
  const name = `/waybill/${platform.stage}/${jwks}`;
  if ((await platform.parameters.get(name)) !== text)
    await platform.parameters.put(name, text, { secret: false, once: false });
  return kept;
};

/** After a restore into a stage with another secret, or a change of it, the ring holds keys that open no more. */
const keysThatOpen = async (keys: readonly SigningKey[], secret: string): Promise<SigningKey[]> => {
  const opened = await Promise.allSettled(keys.map((key) => signerOf(key, secret)));
  return keys.filter((_, i) => opened[i]?.status === 'fulfilled');
};
