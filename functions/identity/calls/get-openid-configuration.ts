import { call, issuer, z } from '@waybill/kernel';

export const getOpenidConfiguration = call({
  summary: 'Where those who check our tokens find what they need (OpenID Connect Discovery)',
  route: 'GET /.well-known/openid-configuration',
  role: 'anyone',
  input: z.strictObject({}),
  output: z.object({
    issuer: z.string(),
    jwks_uri: z.url(),
    token_endpoint: z.url(),
    response_types_supported: z.array(z.string()),
    subject_types_supported: z.array(z.string()),
    id_token_signing_alg_values_supported: z.array(z.string()),
    claims_supported: z.array(z.string()),
  }),
  reaches: [],

  answer:
    () =>
    async ({ header }) => {
      const host = header('host') ?? 'localhost';
      const scheme = header('x-forwarded-proto') ?? (/^(localhost|127\.0\.0\.1)(:|$)/.test(host) ? 'http' : 'https');
      const base = `${scheme}://${host}/v1`;
      return {
        headers: { 'cache-control': 'public, max-age=3600' },
        body: {
          issuer,
          jwks_uri: `${base}/auth/jwks`,
          token_endpoint: `${base}/auth/token`,
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
