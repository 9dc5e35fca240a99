import { users } from '@waybill/auth';
import { audience, issuer, z } from '@waybill/kernel';
import { asPerson } from '../as-person.ts';
import { claimsOf } from '../claims-of.ts';
import { consents } from '../consents.ts';
import { signerReaches } from '../key-ring.ts';
import { organization } from '../organization.ts';
import { sign } from '../sign.ts';

const livesSeconds = 15 * 60;

export const mintToken = asPerson({
  summary: 'A token for everything else: good for 15 minutes, for the organisation one works for',
  route: 'POST /auth/token',
  input: z.strictObject({}),
  byStandIn: true,
  output: z.object({ token: z.string(), expiresAt: z.iso.datetime() }),
  reaches: [...signerReaches, { to: 'read', source: organization }, { to: 'consult', register: consents }],

  answer: async (request) => {
    const { platform, unit, person } = request;
    const iat = Math.floor(platform.clock().getTime() / 1000);
    const exp = iat + livesSeconds;
    const standIn = person.session.impersonatedBy ? await unit.entry(users, person.session.impersonatedBy) : undefined;
    const claims = await claimsOf(platform, request, person, standIn?.data);
    const token = await sign(platform, { ...claims, iss: issuer, aud: audience, iat, exp });
    return { body: { token, expiresAt: new Date(exp * 1000).toISOString() } };
  },
});
