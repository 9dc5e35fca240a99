import { parameter, query, z } from '@waybill/kernel';
import { metadataReads } from '../domain/budgets.ts';
import { jwks } from '../domain/tokens/key-ring.ts';

/** Cached for a minute, because the route is public and SSM throttles. A key is published long before it signs. */
const publicKeys = parameter(jwks.name, { cachedMs: 60_000 });

export const getJwks = query({
  summary: 'Get the public signing keys',
  description: 'The keys that verify tokens (RFC 7517). A new key is published a quarter of an hour before it signs.',
  route: 'GET /auth/jwks',
  role: 'anyone',
  limits: [metadataReads],
  input: z.strictObject({}),
  output: z
    .object({
      keys: z
        .array(
          z.object({
            kid: z.string().describe('The id of the key, which tokens have in their header.'),
            kty: z.literal('RSA').describe('The kind of key.'),
            alg: z.literal('RS256').describe('The algorithm.'),
            use: z.literal('sig').describe('The key verifies signatures.'),
            n: z.string().describe('The modulus, in base64url.'),
            e: z.string().describe('The exponent, in base64url.'),
          }),
        )
        .describe('The keys that may have signed a valid token.'),
    })
    .meta({ id: 'JsonWebKeySet', description: 'Public keys, as in RFC 7517.' }),
  freshFor: 300,
  isPublic: true,
  reads: { jwks: publicKeys },

  answer: async (_, { jwks }) => JSON.parse(await jwks()),
});
