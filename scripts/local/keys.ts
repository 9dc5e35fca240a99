import { linkSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { audience, developmentIssuer } from '@waybill/kernel/auth/authorizer';
import { newId } from '@waybill/kernel/ids';
import type { Role } from '@waybill/kernel/platform';
import {
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
  type JWTPayload,
  SignJWT,
} from 'jose';
import { dataDirectory } from './data/data.ts';
import { readJson } from './data/json-file.ts';

export interface TokenRequest {
  readonly role: Role;
  readonly org?: string | undefined;
  readonly orgType?: string | undefined;
  readonly user?: string | undefined;
  /** Further claims, such as `emulatedOrgId`. */
  readonly claims?: Readonly<Record<string, unknown>> | undefined;
}

/** Issues tokens for users who have not signed in. */
export interface Issuer {
  /** A token that is valid for 15 minutes. */
  mint(request: TokenRequest): Promise<string>;
}

export interface DevelopmentKeys extends Issuer {
  /** The public key, as JSON. */
  readonly jwks: string;
}

const livesSeconds = 15 * 60;

export const demoOrg = '0d5a0c1e-0000-4000-8000-000000000001';

/** Issues tokens with the claims that the authorizer expects, signed with a key that it accepts for this issuer. */
export const issuerWith = (iss: string, sign: (claims: JWTPayload) => Promise<string>): Issuer => ({
  mint: ({ role, org = demoOrg, orgType = 'Customer', user = newId(`development ${role}`), claims }) => {
    const iat = Math.floor(Date.now() / 1000);
    const times = { iat, exp: iat + livesSeconds };
    return sign({ orgId: org, orgType, role, ...claims, sub: user, iss, aud: audience, ...times });
  },
});

/** The local runtime's token issuer. Its key stays on this machine; without a directory it is kept in memory. */
export const developmentKeys = async (data?: string): Promise<DevelopmentKeys> => {
  const key = data === undefined ? await newKey() : await keptKey(join(dataDirectory(data), 'development-key.json'));
  const signingKey = await importJWK(key, 'RS256');
  const { kty, n, e, kid } = key;
  return {
    jwks: JSON.stringify({ keys: [{ kty, n, e, kid, alg: 'RS256', use: 'sig' }] }),
    ...issuerWith(developmentIssuer, (claims) =>
      new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: kid!, typ: 'JWT' }).sign(signingKey),
    ),
  };
};

const newKey = async (): Promise<JWK> => {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk = await exportJWK(privateKey);
  return { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: 'RS256' };
};

const keptKey = async (file: string): Promise<JWK> => {
  const kept = read(file);
  if (kept) return kept;
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(await newKey()), { mode: 0o600 });
  try {
    // Linking fails if another process was faster; then its key is used.
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
  return read(file)!;
};

const read = (file: string): JWK | undefined =>
  readJson<JWK>(file, 'Delete it: a new key is made, and tokens of the old one are refused.');
