import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import { audience, issuer } from '../authorizer.ts';
import { newId } from '../ids.ts';
import type { Role } from '../platform.ts';
import { dataDirectory } from './data.ts';

export interface Passport {
  readonly role: Role;
  readonly org?: string | undefined;
  readonly orgType?: string | undefined;
  readonly user?: string | undefined;
  /** What else the token says: `emulatedOrgId`, say. */
  readonly claims?: Readonly<Record<string, unknown>> | undefined;
  /** As jose takes it: seconds from now as in `'15m'`. */
  readonly expiresIn?: string | undefined;
}

export interface DevelopmentKeys {
  /** The public half, as JSON. */
  readonly jwks: string;
  mint(passport: Passport): Promise<string>;
}

export const demoOrg = '0d5a0c1e-0000-4000-8000-000000000001';

/** Our own little issuer of tokens. The key stays on this machine; without a directory it lives as long as we do. */
export const developmentKeys = async (data?: string): Promise<DevelopmentKeys> => {
  const key = data === undefined ? await newKey() : await keptKey(join(dataDirectory(data), 'development-key.json'));
  const signingKey = await importJWK(key, 'RS256');
  const { kty, n, e, kid } = key;
  return {
    jwks: JSON.stringify({ keys: [{ kty, n, e, kid, alg: 'RS256', use: 'sig' }] }),
    mint: ({
      role,
      org = demoOrg,
      orgType = 'Customer',
      user = newId(`development ${role}`),
      claims,
      expiresIn = '15m',
    }) =>
      new SignJWT({ orgId: org, orgType, role, ...claims })
        .setProtectedHeader({ alg: 'RS256', kid: kid!, typ: 'JWT' })
        .setSubject(user)
        .setIssuer(issuer)
        .setAudience(audience)
        .setIssuedAt()
        .setExpirationTime(expiresIn)
        .sign(signingKey),
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
    // Linking fails if somebody was faster, and then theirs is the key.
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
  return read(file)!;
};

const read = (file: string): JWK | undefined => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as JWK;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
};
