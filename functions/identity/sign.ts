import { signerOf } from '@waybill/auth';
import type { Platform } from '@waybill/kernel';
import { isPublished, signingKeys, tendKeys } from './key-ring.ts';
import { secretOf } from './library.ts';
import { signing } from './rotation.ts';

type Signer = Awaited<ReturnType<typeof signerOf>>;

interface Held {
  readonly kid: string;
  readonly signer: Promise<Signer>;
}

const held = new WeakMap<Platform, Held>();

/** Signs claims with the key of the day; the first of a stage makes one. */
export const sign = async (
  platform: Platform,
  claims: Record<string, unknown>,
  correlation: string,
): Promise<string> => {
  const key =
    signing(await signingKeys(platform), platform.clock()) ??
    signing((await tendKeys(platform, correlation)).keys, platform.clock());
  if (!key) throw new Error('there is no key to sign with');
  const known = held.get(platform);
  if (known?.kid === key.kid) return (await known.signer)(claims);
  // Whoever made it may have been cut off before it was published: nobody would believe what it signs.
  if (!(await isPublished(platform, key))) await tendKeys(platform, correlation);
  const signer = secretOf(platform).then((secret) => signerOf(key, secret));
  held.set(platform, { kid: key.kid, signer });
  signer.catch(() => held.delete(platform));
  return (await signer)(claims);
};
