import { query, z } from '@waybill/kernel';
import { metadataReads } from '../domain/budgets.ts';

export const getOpenidConfiguration = query({
  summary: 'Get the OpenID configuration',
  description: 'The issuer of tokens and the address of its keys (OpenID Connect Discovery).',
  route: 'GET /.well-known/openid-configuration',
  role: 'anyone',
  limits: [metadataReads],
  input: z.strictObject({}),
  output: z.object({
    issuer: z.url().describe('The `iss` of every token.'),
    jwks_uri: z.url().describe('Where the public keys are.'),
    token_endpoint: z.url().describe('Where tokens are made.'),
    response_types_supported: z.array(z.string()).describe('Always `token`.'),
    subject_types_supported: z.array(z.string()).describe('Always `public`.'),
    id_token_signing_alg_values_supported: z.array(z.string()).describe('How tokens are signed.'),
    claims_supported: z.array(z.string()).describe('The claims of tokens.'),
  }),
  freshFor: 3600,
  isPublic: true,
  reads: {},

  answer: async (_, __, { apiUrl }) => {
    const issuer = apiUrl();
    return {
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
    };
  },
});
