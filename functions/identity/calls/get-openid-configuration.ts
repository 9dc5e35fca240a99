import { call, z } from '@waybill/kernel';
import { metadataReads } from '../budgets.ts';

export const getOpenidConfiguration = call({
  summary: 'Where those who check our tokens find what they need (OpenID Connect Discovery)',
  route: 'GET /.well-known/openid-configuration',
  role: 'anyone',
  limits: [metadataReads],
  input: z.strictObject({}),
  output: z.object({
    issuer: z.url(),
    jwks_uri: z.url(),
    token_endpoint: z.url(),
    response_types_supported: z.array(z.string()),
    subject_types_supported: z.array(z.string()),
    id_token_signing_alg_values_supported: z.array(z.string()),
    claims_supported: z.array(z.string()),
  }),
  reaches: [],

  answer:
    ({ apiUrl }) =>
    async () => {
      const issuer = apiUrl();
      return {
        headers: { 'cache-control': 'public, max-age=3600' },
        body: {
          issuer,
          jwks_uri: `${issuer}/auth/jwks`,
          token_endpoint: `${issuer}/auth/token`,
          response_types_supported: ['token'],
          subject_types_supported: ['public'],
          id_token_signing_alg_values_supported: ['RS256'],
          claims_supported: [
            'sub',
            'email',
            'username',
            'orgId',
            'orgType',
            'role',
            'fp',
            'emulatedOrgId',
            'impersonatedBy',
          ],
        },
      };
    },
});
