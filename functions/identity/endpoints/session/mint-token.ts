import { organization, person, users } from '@waybill/auth';
import { audience, endpoint, z } from '@waybill/kernel';
import { consents } from '../../domain/acting/consents.ts';
import { claimsOf } from '../../domain/tokens/claims-of.ts';
import { signerNeeds } from '../../domain/tokens/key-ring.ts';
import { sign } from '../../domain/tokens/sign.ts';

const livesSeconds = 15 * 60;
/** Of a token that acts for somebody else: the right to do so is checked again for the next one. */
const actingLivesSeconds = 5 * 60;

export const mintToken = endpoint({
  summary: 'Get a token',
  description:
    'A token for the organization that the session works for, with the caller’s role in it at this moment. It lives for 15 minutes, or for 5 while the session acts as a user or looks at an organization.',
  route: 'POST /auth/token',
  role: 'person',
  as: person,
  whileActing: 'always',
  input: z.strictObject({}),
  output: z.object({
    token: z.string().describe('The token, for `Authorization: Bearer`.'),
    expiresAt: z.iso.datetime().describe('When it ends.'),
  }),
  reads: { ...signerNeeds.reads, users, organization, consents },

  answer: async (_, access, context) => {
    const { now, apiUrl } = context;
    const { impersonatedBy } = context.person.session;
    const iat = Math.floor(Date.parse(now) / 1000);
    const standIn = impersonatedBy ? await access.users.get(impersonatedBy) : undefined;
    const claims = await claimsOf(access, context, standIn?.data);
    const exp = iat + (claims.isImpersonating || claims.isEmulating ? actingLivesSeconds : livesSeconds);
    const token = await sign(access, { ...claims, iss: apiUrl(), aud: audience, iat, exp }, now);
    if (typeof token !== 'string') return token;
    return { body: { token, expiresAt: new Date(exp * 1000).toISOString() } };
  },
});
