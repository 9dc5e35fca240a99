import { deleteRecord, newId, putRecord } from '@waybill/kernel';
import { itsId, scenario } from '@waybill/kernel/testing';
import { describe, expect, test } from 'vitest';
import {
  MemberJoined,
  MemberRemoved,
  MemberRoleChanged,
  memberRoles,
  memberships,
  OrganizationCreated,
  OrganizationRenamed,
} from '#events/organizations';
import { changeMemberRole } from '#functions/organizations/commands/change-member-role';
import { foundOrganization } from '#functions/organizations/commands/found-organization';
import { leaveOrganization } from '#functions/organizations/commands/leave-organization';
import { removeMember } from '#functions/organizations/commands/remove-member';
import { renameOrganization } from '#functions/organizations/commands/rename-organization';
import { membershipId } from '#functions/organizations/domain/members/memberships';
import { slug } from '#functions/organizations/domain/slug';
import { slugFrom } from '#functions/organizations/domain/slug-from';
import { slugs } from '#functions/organizations/domain/slugs';
import { acme, acmeAtWork, agnes, asAgnes, asOlga, asOtto, aude, joined, olga, otto } from './support/organizations.ts';

const stranger = newId('a stranger');
const membershipOf = (userId: string) => membershipId({ userId, organizationId: itsId });
const kept = (userId: string) => putRecord(memberships, membershipOf(userId), { userId, organizationId: itsId });
const machine = { userId: 'key:1', role: 'owner' } as const;

describe('creating an organization', () => {
  const { given } = scenario(foundOrganization);

  test('makes its founder the owner, and records the membership and the slug', () => {
    const founded = given()
      .asking({ userId: olga, role: 'auditor' })
      .when({ name: '  Acme   Couriers ', slug: 'acme', type: 'Customer' });
    founded.emits(
      OrganizationCreated({ name: 'Acme Couriers', slug: 'acme', type: 'Customer' }),
      MemberJoined({ userId: olga, role: 'owner' }),
      putRecord(slugs, itsId, { slug: 'acme' }),
      kept(olga),
    );
  });
});

describe('a name', () => {
  const { given } = scenario(foundOrganization);

  test('is one line, so that it cannot add text to a mail', () => {
    given()
      .asking({ userId: olga })
      .when({ name: 'Acme\r\n[here](https://evil.example)', slug: 'acme', type: 'Customer' })
      .emits(
        OrganizationCreated({ name: 'Acme [here](https://evil.example)', slug: 'acme', type: 'Customer' }),
        MemberJoined({ userId: olga, role: 'owner' }),
        putRecord(slugs, itsId, { slug: 'acme' }),
        kept(olga),
      );
    for (const name of ['', ' ', 'a\u0000b', 'a\u001bb', 'a'.repeat(101)])
      expect(renameOrganization.definition.input.safeParse({ organizationId: itsId, name }).success).toBe(false);
  });
});

describe('a slug', () => {
  test.each([
    ['Acme Couriers', 'acme-couriers'],
    ['  Ærø & Søn — Åkeri!! ', 'r-s-n-akeri'],
    ['Čas 24/7 GmbH', 'cas-24-7-gmbh'],
    ['Почта', 'organization'],
    ['x', 'organization'],
    ['a'.repeat(80), 'a'.repeat(48)],
    [`${'a'.repeat(47)} b`, 'a'.repeat(47)],
  ])('is made from a name: %s', (name, made) => {
    expect(slugFrom(name)).toBe(made);
    expect(slug().parse(made)).toBe(made);
  });

  test('is converted to lower case', () => expect(slug().parse(' Acme-2 ')).toBe('acme-2'));

  test.each(['a', '-acme', 'acme-', 'a--b', 'ac me', 'acmé', 'a/b', 'a'.repeat(49), ''])('is not “%s”', (given) =>
    expect(slug().safeParse(given).success).toBe(false),
  );
});

describe('renaming an organization', () => {
  const { given } = scenario(renameOrganization);

  test('is allowed for owners only', () => {
    given(...acmeAtWork)
      .asking(asOlga)
      .when({ name: 'Acme 2' })
      .emits(OrganizationRenamed({ name: 'Acme 2' }));
    given(...acmeAtWork)
      .asking(asOtto)
      .when({ name: 'Acme 2' })
      .refuses('role-too-low', { role: 'officer', least: 'owner' }, 403);
  });

  test('records nothing if the name is the same', () =>
    given(...acmeAtWork)
      .asking(asOlga)
      .when({ name: 'Acme' })
      .emitsNothing());

  test('depends on the current role, whatever the token says', () => {
    given(...acmeAtWork, MemberRoleChanged({ userId: olga, from: 'owner', to: 'officer' }))
      .asking(asOlga)
      .when({ name: 'Mine' })
      .refuses('role-too-low', { role: 'officer', least: 'owner' }, 403);
    given(...acmeAtWork, MemberRemoved({ userId: olga, why: 'removed' }))
      .asking(asOlga)
      .when({ name: 'Mine' })
      .refuses('not-a-member', {}, 403);
  });

  test('also needs the role in the token, so a promoted member needs a new token', () =>
    given(...acmeAtWork)
      .asking({ userId: olga, role: 'auditor' })
      .when({ name: 'Mine' })
      .refuses('role-too-low', { role: 'auditor', least: 'owner' }, 403));

  test('is allowed for a key with that role', () =>
    given(...acmeAtWork)
      .asking(machine)
      .when({ name: 'Acme 2' })
      .emits(OrganizationRenamed({ name: 'Acme 2' })));

  test('is refused for an unknown organization', () =>
    given().when({ name: 'Acme' }).refuses('organization-not-found', {}, 404));
});

describe('changing a member’s role', () => {
  const { given } = scenario(changeMemberRole);
  const atWork = given(...acmeAtWork);

  test.each(memberRoles.filter((role) => role !== 'agent'))('is allowed for an owner: from agent to %s', (to) =>
    atWork
      .asking(asOlga)
      .when({ userId: agnes, role: to })
      .emits(MemberRoleChanged({ userId: agnes, from: 'agent', to }), ...(to === 'auditor' ? [kept(agnes)] : [])),
  );

  test('is allowed for an officer between agent and auditor', () => {
    atWork
      .asking(asOtto)
      .when({ userId: agnes, role: 'auditor' })
      .emits(MemberRoleChanged({ userId: agnes, from: 'agent', to: 'auditor' }), kept(agnes));
    atWork
      .asking(asOtto)
      .when({ userId: aude, role: 'agent' })
      .emits(MemberRoleChanged({ userId: aude, from: 'auditor', to: 'agent' }));
  });

  test.each(['officer', 'owner'] as const)('is refused for an officer to the role %s', (role) =>
    atWork.asking(asOtto).when({ userId: agnes, role }).refuses('role-not-yours-to-give', { role: 'officer' }, 403),
  );

  test('is refused for an officer on owners, officers and themselves', () => {
    for (const userId of [olga, otto])
      atWork
        .asking(asOtto)
        .when({ userId, role: 'auditor' })
        .refuses('role-not-yours-to-give', { role: 'officer' }, 403);
  });

  test('is refused to an agent', () =>
    atWork.asking(asAgnes).when({ userId: aude, role: 'auditor' }).refuses('role-too-low', {}, 403));

  test('is allowed for an owner on themselves if there is another owner', () => {
    atWork.asking(asOlga).when({ userId: olga, role: 'officer' }).refuses('last-owner', {}, 409);
    given(...acmeAtWork, MemberRoleChanged({ userId: otto, from: 'officer', to: 'owner' }))
      .asking(asOlga)
      .when({ userId: olga, role: 'officer' })
      .emits(MemberRoleChanged({ userId: olga, from: 'owner', to: 'officer' }), kept(olga));
  });

  test('is refused for a key on the last owner', () =>
    atWork.asking(machine).when({ userId: olga, role: 'agent' }).refuses('last-owner', {}, 409));

  test('records nothing if the role is the same', () => {
    atWork.asking(asOlga).when({ userId: agnes, role: 'agent' }).emitsNothing();
    atWork.asking(asOlga).when({ userId: olga, role: 'owner' }).emitsNothing();
  });

  test('is refused for an unknown member', () =>
    atWork.asking(asOlga).when({ userId: stranger, role: 'agent' }).refuses('member-not-found', {}, 404));
});

describe('removing a member', () => {
  const { given } = scenario(removeMember);
  const atWork = given(...acmeAtWork);

  test('is for owners, and deletes the membership', () => {
    const removed = atWork.asking(asOlga).when({ userId: otto });
    removed.emits(MemberRemoved({ userId: otto, why: 'removed' }), deleteRecord(memberships, membershipOf(otto)));
    atWork.asking(asOtto).when({ userId: agnes }).refuses('role-too-low', { role: 'officer', least: 'owner' }, 403);
  });

  test('is refused for the last owner', () => {
    atWork.asking(asOlga).when({ userId: olga }).refuses('last-owner', {}, 409);
    atWork.asking(machine).when({ userId: olga }).refuses('last-owner', {}, 409);
  });

  test('is allowed for the caller, as leaving', () =>
    given(acme, joined(olga, 'owner'), joined(otto, 'owner'))
      .asking(asOlga)
      .when({ userId: olga })
      .emits(MemberRemoved({ userId: olga, why: 'left' }), deleteRecord(memberships, membershipOf(olga))));

  test('is refused for an unknown member', () =>
    atWork.asking(asOlga).when({ userId: stranger }).refuses('member-not-found', {}, 404));
});

describe('leaving', () => {
  const { given } = scenario(leaveOrganization);
  const atWork = given(...acmeAtWork);

  test('is for every member, and deletes the membership', () => {
    const left = atWork.asking({ userId: aude, role: 'auditor' }).when({});
    left.emits(MemberRemoved({ userId: aude, why: 'left' }), deleteRecord(memberships, membershipOf(aude)));
  });

  test('is refused for the last owner', () => atWork.asking(asOlga).when({}).refuses('last-owner', {}, 409));

  test('is refused while emulating and to keys', () => {
    atWork
      .asking({ userId: stranger, role: 'auditor', emulatedFrom: newId('support') })
      .when({})
      .refuses('not-a-member', {}, 403);
    atWork.asking(machine).when({}).refuses('not-a-member', {}, 403);
  });
});
