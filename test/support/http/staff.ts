import { randomUUID } from 'node:crypto';
import type { Platform } from '@waybill/kernel';
import { inject } from 'vitest';
import { foundOrganization } from '#functions/organizations/commands/found-organization';
import { authenticator } from '#test/identity/support/account-authenticator';
import { good, passphrase, people } from './people.ts';
import type { Place } from './world.ts';

/** An admin organization, founded as an operator would, and its owner, signed in there with a second factor. */
export const aStaff = async (platform: Platform, place: Place = inject('waybill')) => {
  const { aUser, bearer, tokenOf } = people(place);
  const person = await aUser('Sam Staff');
  const { totpUri } = good(await person.self.post('/auth/second-factor', { password: passphrase }), 201).body;
  const code = authenticator(totpUri).code();
  const { token } = good(await person.self.post('/auth/second-factor/confirmation', { code })).body;
  const session: string = token ?? person.session;
  const self = bearer(session);

  const organizationId = randomUUID();
  await foundOrganization.execute(platform)({
    input: { organizationId, name: 'Staff', slug: organizationId, type: 'Admin' },
    caller: { userId: person.userId, orgId: organizationId, orgType: 'Admin', role: 'owner' },
    key: organizationId,
    correlationId: 'test',
  });
  good(await self.post(`/organizations/${organizationId}/activation`, {}));

  /** A session that impersonates that user. */
  const become = async (userId: string): Promise<string> =>
    good(await self.post('/auth/impersonation', { userId }), 201).body.token;
  const member = async () => bearer(await tokenOf(session));
  return { ...person, session, self, member, organizationId, become };
};
