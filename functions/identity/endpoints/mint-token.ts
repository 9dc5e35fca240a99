import { users } from '@waybill/auth';
import { audience, z } from '@waybill/kernel';
import { asPerson } from '../as-person.ts';
import { claimsOf } from '../claims-of.ts';
import { consents } from '../consents.ts';
import { signerReaches } from '../key-ring.ts';
import { organization } from '../organization.ts';
import { sign } from '../sign.ts';

const livesSeconds = 15 * 60;
/** Of a token with which somebody acts for somebody else: what allows that is asked again when the next one is minted. */
const actingLivesSeconds = 5 * 60;

export const mintToken = asPerson({
  summary: 'Get a token',
  description:
    'A token for the organization that the session works for, with the caller’s role in it at this moment. It lives for 15 minutes, or for 5 while the session acts as a user or looks at an organization.',
  route: 'POST /auth/token',
  whileActing: 'always',
  input: z.strictObject({}),
  output: z.object({
    token: z.string().describe('The token, for `Authorization: Bearer`.'),
    expiresAt: z.iso.datetime().describe('When it ends.'),
  }),
  reaches: [...signerReaches, { to: 'read', source: organization }, { to: 'consult', register: consents }],

  answer: async (request) => {
    const { platform, unit, person } = request;
    const iat = Math.floor(platform.clock().getTime() / 1000);
    const standIn = person.session.impersonatedBy ? await unit.get(users, person.session.impersonatedBy) : undefined;
    const claims = await claimsOf(platform, request, person, standIn?.data);
    const exp = iat + (claims.isImpersonating || claims.isEmulating ? actingLivesSeconds : livesSeconds);
    const token = await sign(platform, { ...claims, iss: platform.apiUrl(), aud: audience, iat, exp });
    return { body: { token, expiresAt: new Date(exp * 1000).toISOString() } };
  },
});
