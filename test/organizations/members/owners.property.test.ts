import { users } from '@waybill/auth';
import { newId, type Role, roles } from '@waybill/kernel';
import { memory } from '@waybill/kernel/memory';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { memberships } from '#events/organizations';
import { changeMemberRole } from '#functions/organizations/commands/change-member-role';
import { foundOrganization } from '#functions/organizations/commands/found-organization';
import { acceptInvitation } from '#functions/organizations/commands/invitations/accept-invitation';
import { inviteMember } from '#functions/organizations/commands/invitations/invite-member';
import { leaveOrganization } from '#functions/organizations/commands/leave-organization';
import { removeMember } from '#functions/organizations/commands/remove-member';
import { membershipId } from '#functions/organizations/domain/members/memberships';
import { organizationIn } from '../support/organizations.ts';

const organizationId = newId('an organization');
const people = [0, 1, 2, 3, 4].map((i) => newId(`person ${i}`));
const emailOf = (person: number) => `person${person}@example.com`;

/** The user that authentication finds. */
const personOf = (who: number) => {
  const [id, at] = [people[who]!, '2026-05-04T12:00:00.000Z'];
  const times = { createdAt: at, updatedAt: at };
  return {
    user: { id, email: emailOf(who), name: `Person ${who}`, emailVerified: true, ...times },
    session: { id: newId(`session ${who}`), userId: id, token: `token ${who}`, expiresAt: at, ...times },
  };
};

const person = fc.nat(people.length - 1);
const role = fc.constantFrom(...roles);
const step = fc.oneof(
  fc.record({ does: fc.constant('invite' as const), by: person, target: person, role }),
  fc.record({ does: fc.constant('role' as const), by: person, target: person, role }),
  fc.record({ does: fc.constant('remove' as const), by: person, target: person, role }),
  fc.record({ does: fc.constant('leave' as const), by: person, target: person, role }),
);

/** Every token has the role of an owner. Only the current role counts. */
const organization = async () => {
  const platform = memory();
  for (const who of people.keys()) {
    const { user } = personOf(who);
    await platform.events.commit({
      records: [{ store: users, id: user.id, before: undefined, after: { data: user } }],
    });
  }
  let orders = 0;
  const order = <Input>(by: number, input: Input) => ({
    input,
    caller: { userId: people[by]!, orgId: organizationId, orgType: 'Customer', role: 'owner' as Role },
    key: `${orders++}`,
    correlationId: 'test',
  });
  await foundOrganization.execute(platform)(
    order(0, { organizationId, name: 'Acme', slug: 'acme', type: 'Customer' as const }),
  );
  const invite = async (by: number, target: number, role: Role) => {
    const { more } = await inviteMember.execute(platform)(
      order(by, { organizationId, email: emailOf(target), role, name: undefined }),
    );
    const invitationId = String(more.invitationId);
    await acceptInvitation.execute(platform)({
      ...order(target, { organizationId, invitationId }),
      person: personOf(target),
    });
  };
  const take = ({ does, by, target, role }: typeof step extends fc.Arbitrary<infer Step> ? Step : never) => {
    const userId = people[target]!;
    if (does === 'invite') return invite(by, target, role);
    if (does === 'role') return changeMemberRole.execute(platform)(order(by, { organizationId, userId, role }));
    if (does === 'remove') return removeMember.execute(platform)(order(by, { organizationId, userId }));
    return leaveOrganization.execute(platform)(order(by, { organizationId }));
  };
  return { platform, take };
};

/** Refusals are allowed, failures are not. */
const codes: string[] = [];
const refused = (error: any) => {
  if (error.name !== 'Problem' || error.status >= 500) throw error;
  codes.push(error.code);
};

test('an organization always has an owner and correct memberships, whatever requests run at once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(step, { minLength: 1, maxLength: 3 }), { maxLength: 25 }), async (rounds) => {
      const { platform, take } = await organization();
      for (const atOnce of rounds) {
        await Promise.all(atOnce.map((step) => take(step).catch(refused)));
        const { members } = (await organizationIn(platform, organizationId))!;
        expect(Object.values(members).filter(({ role }) => role === 'owner').length).toBeGreaterThan(0);
        for (const userId of people) {
          const known = await platform.records.get(memberships, membershipId({ userId, organizationId }));
          expect(known !== undefined).toBe(members[userId] !== undefined);
        }
      }
    }),
    { numRuns: 300 },
  );
  expect(codes).toEqual(expect.arrayContaining(['last-owner', 'role-not-yours-to-give', 'not-a-member']));
});
