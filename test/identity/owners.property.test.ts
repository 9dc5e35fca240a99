import { newId, type Role, roles } from '@waybill/kernel';
import { memory } from '@waybill/kernel/memory';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { changeMemberRole } from '#functions/identity/commands/change-member-role';
import { foundOrganization } from '#functions/identity/commands/found-organization';
import { joinByInvitation } from '#functions/identity/commands/join-by-invitation';
import { leaveOrganization } from '#functions/identity/commands/leave-organization';
import { removeMember } from '#functions/identity/commands/remove-member';
import { sendInvitation } from '#functions/identity/commands/send-invitation';
import { membershipId, memberships } from '#functions/identity/memberships';
import { organizationOf } from '#functions/identity/organization-of';

const organizationId = newId('an organisation');
const people = [0, 1, 2, 3, 4].map((i) => newId(`person ${i}`));
const emailOf = (person: number) => `person${person}@example.com`;

const person = fc.nat(people.length - 1);
const role = fc.constantFrom(...roles);
const step = fc.oneof(
  fc.record({ does: fc.constant('invite' as const), by: person, whom: person, role }),
  fc.record({ does: fc.constant('role' as const), by: person, whom: person, role }),
  fc.record({ does: fc.constant('remove' as const), by: person, whom: person, role }),
  fc.record({ does: fc.constant('leave' as const), by: person, whom: person, role }),
);

/** Everybody says of themselves that they own it: only what they are there counts. */
const house = async () => {
  const platform = memory();
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
  const invite = async (by: number, whom: number, role: Role) => {
    const { more } = await sendInvitation.execute(platform)(
      order(by, { organizationId, email: emailOf(whom), role, userId: people[whom] }),
    );
    const invitationId = String(more.invitationId);
    await joinByInvitation.execute(platform)(order(whom, { organizationId, invitationId, email: emailOf(whom) }));
  };
  const take = ({ does, by, whom, role }: typeof step extends fc.Arbitrary<infer Step> ? Step : never) => {
    const userId = people[whom]!;
    if (does === 'invite') return invite(by, whom, role);
    if (does === 'role') return changeMemberRole.execute(platform)(order(by, { organizationId, userId, role }));
    if (does === 'remove') return removeMember.execute(platform)(order(by, { organizationId, userId }));
    return leaveOrganization.execute(platform)(order(by, { organizationId }));
  };
  return { platform, take };
};

/** Refused is as good as done; nothing may break. */
const codes: string[] = [];
const refused = (error: any) => {
  if (error.name !== 'Problem' || error.status >= 500) throw error;
  codes.push(error.code);
};

test('an organisation always has an owner, and members are found where they belong, whatever is tried at once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(step, { minLength: 1, maxLength: 3 }), { maxLength: 25 }), async (rounds) => {
      const { platform, take } = await house();
      for (const atOnce of rounds) {
        await Promise.all(atOnce.map((step) => take(step).catch(refused)));
        const { members } = (await organizationOf(platform, organizationId))!;
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
