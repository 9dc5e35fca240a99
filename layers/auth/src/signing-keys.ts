import { symmetricDecrypt, symmetricEncrypt } from 'better-auth/crypto';
import {
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
  type JWTPayload,
  SignJWT,
} from 'jose';

/** A key that signs tokens from a given time on. */
export interface SigningKey {
  readonly kid: string;
  readonly public: JWK;
  /** Encrypted with the stage's secret. */
  readonly private: string;
  readonly madeAt: string;
  readonly from: string;
}

/** A new RSA key of 2048 bits for RS256. */
export const newSigningKey = async (secret: string, madeAt: string, from: string): Promise<SigningKey> => {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk = await exportJWK(privateKey);
  const kid = await calculateJwkThumbprint(jwk);
  const { kty, n, e } = jwk;
  return {
    kid,
    public: { kty, n, e, kid, alg: 'RS256', use: 'sig' } as JWK,
    private: await symmetricEncrypt({ key: secret, data: JSON.stringify(jwk) }),
    madeAt,
    from,
  };
};

/** Decrypts a key and returns a function that signs claims with it. */
export const signerOf = async (key: SigningKey, secret: string) => {
  const jwk = JSON.parse(await symmetricDecrypt({ key: secret, data: key.private })) as JWK;
  const signing = await importJWK(jwk, 'RS256');
  return (claims: JWTPayload): Promise<string> =>
    new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: key.kid, typ: 'JWT' }).sign(signing);
};
