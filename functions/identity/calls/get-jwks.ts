import { call, z } from '@waybill/kernel';
import { metadataReads } from '../budgets.ts';
import { jwks, publishedKeys } from '../key-ring.ts';

/** Anyone may ask, and SSM answers few: a key is published a quarter of an hour before it signs. */
const keptMs = 60_000;

export const getJwks = call({
  summary: 'The public keys of those who sign our tokens (RFC 7517)',
  route: 'GET /auth/jwks',
  role: 'anyone',
  limits: [metadataReads],
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
  reaches: [{ to: 'know', parameter: jwks }],

  answer: (platform) => {
    let kept: { readonly body: any; readonly readAt: number } | undefined;
    return async () => {
      const now = platform.clock().getTime();
      if (!kept || now - kept.readAt >= keptMs) kept = { body: await publishedKeys(platform), readAt: now };
      return { body: kept.body, headers: { 'cache-control': 'public, max-age=300' } };
    };
  },
});
