import { type SigningKey, signerOf } from '@waybill/auth/library';
import { type AccessOf, incomplete, type Refusal } from '@waybill/kernel';
import { ringId, type signerNeeds } from './key-ring.ts';
import { signing } from './rotation.ts';

type Access = AccessOf<typeof signerNeeds>;
type Signer = Awaited<ReturnType<typeof signerOf>>;

/** Cache of the last key that this container signed with. */
let held: { readonly kid: string; readonly signer: Promise<Signer> } | undefined;

/**
 * Signs claims with the current key. 503 `not-ready` if no key is published.
 *
 * @param now ISO-8601
 */
export const sign = async (
  access: Access,
  claims: Record<string, unknown>,
  now: string,
): Promise<string | Refusal<'not-ready'>> => {
  const keys = (await access.keyRing.get(ringId))?.data.keys ?? [];
  if (held && held.kid === signing(keys, new Date(now))?.kid) return (await held.signer)(claims);
  const key = signing(await thosePublished(access, keys), new Date(now));
  if (!key) return incomplete('a signing key that is published');
  return (await signerFor(access, key))(claims);
};

/** A key may be in the ring but not published, after an interruption. No authorizer would accept its signatures. */
const thosePublished = async ({ jwks }: Access, keys: readonly SigningKey[]) => {
  const all = JSON.parse(await jwks()) as { readonly keys: readonly { readonly kid: string }[] };
  const kids = new Set(all.keys.map(({ kid }) => kid));
  return keys.filter(({ kid }) => kids.has(kid));
};

const signerFor = ({ authSecret }: Access, key: SigningKey): Promise<Signer> => {
  if (held?.kid === key.kid) return held.signer;
  const signer = authSecret().then((secret) => signerOf(key, secret));
  const made = { kid: key.kid, signer };
  held = made;
  // A failure is not cached.
  signer.catch(() => {
    if (held === made) held = undefined;
  });
  return signer;
};
