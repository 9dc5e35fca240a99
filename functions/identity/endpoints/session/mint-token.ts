import { organization, person, users } from '@waybill/auth';
import { audience, endpoint, z } from '@waybill/kernel';
import { consents } from '../../domain/acting/consents.ts';
import { claimsOf } from '../../domain/tokens/claims-of.ts';
import { signerNeeds } from '../../domain/tokens/key-ring.ts';
import { sign } from '../../domain/tokens/sign.ts';

const livesSeconds = 15 * 60;
/** The lifetime of a token of an impersonation or emulation. The right to it is checked again for the next token. */
const actingLivesSeconds = 5 * 60;

export const mintToken = endpoint({
  summary: 'Get a token',
  description:
    'A token for the active organization of the session, with the caller’s current role in it. It is valid for 15 minutes, or for 5 during an impersonation or emulation.',
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
