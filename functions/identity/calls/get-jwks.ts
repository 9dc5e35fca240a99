import { call, z } from '@waybill/kernel';
import { jwksOf, ringMakerReaches, signingKeys, tendKeys } from '../key-ring.ts';

export const getJwks = call({
  summary: 'The public keys of those who sign our tokens (RFC 7517)',
  route: 'GET /auth/jwks',
  role: 'anyone',
  input: z.strictObject({}),
  output: z.object({
    keys: z.array(
      z.object({
        kid: z.string(),
        kty: z.literal('RSA'),
        alg: z.literal('RS256'),
        use: z.literal('sig'),
        n: z.string(),
        e: z.string(),
      }),
    ),
  }),
  reaches: ringMakerReaches,

  answer:
    (platform) =>
    async ({ correlation }) => {
      const kept = await signingKeys(platform);
      const keys = kept.length ? kept : (await tendKeys(platform, correlation)).keys;
      const headers = { 'cache-control': 'public, max-age=300' };
      return { body: jwksOf(keys, platform.clock()) as any, headers };
    },
});
