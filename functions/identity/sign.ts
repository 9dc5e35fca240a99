import { type SigningKey, signerOf } from '@waybill/auth';
import { incomplete, type Platform } from '@waybill/kernel';
import { secretOf } from './auth-secret.ts';
import { publishedKeys, signingKeys } from './key-ring.ts';
import { signing } from './rotation.ts';

type Signer = Awaited<ReturnType<typeof signerOf>>;

interface Held {
  readonly kid: string;
  readonly signer: Promise<Signer>;
}

const held = new WeakMap<Platform, Held>();

/** Signs claims with the key of the day. Throws 503 `not-ready` while the stage has none that is published. */
export const sign = async (platform: Platform, claims: Record<string, unknown>): Promise<string> => {
  const keys = await signingKeys(platform);
  const known = held.get(platform);
  if (known && known.kid === signing(keys, platform.clock())?.kid) return (await known.signer)(claims);
  const key = signing(await thosePublished(platform, keys), platform.clock());
  if (!key) throw incomplete('a signing key that is published');
  return (await signerFor(platform, key))(claims);
};

/** Whoever added a key may have been cut off before it was published: nobody would believe what it signs. */
const thosePublished = async (platform: Platform, keys: readonly SigningKey[]) => {
  const kids = new Set((await publishedKeys(platform)).keys.map(({ kid }) => kid));
  return keys.filter(({ kid }) => kids.has(kid));
};

const signerFor = (platform: Platform, key: SigningKey): Promise<Signer> => {
  const known = held.get(platform);
  if (known?.kid === key.kid) return known.signer;
  const signer = secretOf(platform).then((secret) => signerOf(key, secret));
  held.set(platform, { kid: key.kid, signer });
  signer.catch(() => held.delete(platform));
  return signer;
};
