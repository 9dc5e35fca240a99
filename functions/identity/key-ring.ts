import { newSigningKey, type SigningKey, type Unit, within } from '@waybill/auth';
import { type Platform, type Reach, register } from '@waybill/kernel';
import { SigningKeyAdded } from '#events/identity';
import { secretOf } from './library.ts';
import { nextFrom, published } from './rotation.ts';
import { signingKeysStream, streamOf } from './streams.ts';

interface Ring {
  readonly keys: readonly SigningKey[];
}

/** The keys of the stage, all in one record: whoever changes them changes what they have read. */
const keyRing = register<Ring>('identity', 'signing-keys');
const only = 'ring';

/** For those who make keys. */
export const ringMakerReaches: readonly Reach[] = [
  { to: 'keep', register: keyRing },
  { to: 'append', source: signingKeysStream },
  { to: 'set', parameter: 'auth-secret' },
  { to: 'set', parameter: 'jwks' },
];

const keysIn = async (unit: Unit) => (await unit.entry(keyRing, only))?.data.keys ?? [];

export const signingKeys = async ({ registers }: Platform): Promise<readonly SigningKey[]> =>
  (await registers.entry(keyRing, only))?.data.keys ?? [];

/** Whether those who check tokens can know it. */
export const isPublished = async (
  { parameters, stage }: Platform,
  { kid }: Pick<SigningKey, 'kid'>,
): Promise<boolean> => (await parameters.get(`/waybill/${stage}/jwks`))?.includes(`"${kid}"`) ?? false;

/** The public halves, for everybody who wants to know whether a token is ours. */
export const jwksOf = (keys: readonly SigningKey[], now: Date) => ({
  keys: published(keys, now).map((key) => key.public),
});

/**
 * Adds a key when it is time, forgets those that nobody can have a token of any more, and publishes what there is: first
 * in the table, then where the authorizer looks. It may be cut off anywhere and done again.
 */
export const tendKeys = async (
  platform: Platform,
  correlation: string,
): Promise<{ keys: readonly SigningKey[]; added: number }> => {
  const secret = await secretOf(platform);
  const kept = await within(platform, { by: 'identity', correlation }, async (unit) => {
    const before = await keysIn(unit);
    const [now, from] = [unit.now(), nextFrom(before, unit.now())];
    const added = from ? [await newSigningKey(secret, now.toISOString(), from)] : [];
    const keys = published([...before, ...added], now);
    if (added.length || keys.length < before.length) await unit.put(keyRing, only, { keys });
    for (const { kid, from } of added) unit.tell(streamOf('signing-keys', kid), SigningKeyAdded({ kid, from }));
    return { keys, added: added.length };
  });
  const jwks = JSON.stringify(jwksOf(kept.keys, platform.clock()));
  const name = `/waybill/${platform.stage}/jwks`;
  if ((await platform.parameters.get(name)) !== jwks)
    await platform.parameters.put(name, jwks, { secret: false, once: false });
  return kept;
};
