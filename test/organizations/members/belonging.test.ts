import { sessions } from '@waybill/auth';
import { newId } from '@waybill/kernel';
import { describe, expect, test } from 'vitest';
import { OrganizationCreated } from '#events/organizations';
import { activateOrganization } from '#functions/identity/endpoints/session/activate-organization';
import { changeMemberRole } from '#functions/organizations/commands/change-member-role';
import { acceptInvitation } from '#functions/organizations/commands/invitations/accept-invitation';
import { cancelInvitation } from '#functions/organizations/commands/invitations/cancel-invitation';
import { declineInvitation } from '#functions/organizations/commands/invitations/decline-invitation';
import { inviteMember } from '#functions/organizations/commands/invitations/invite-member';
import { resendInvitation } from '#functions/organizations/commands/invitations/resend-invitation';
import { leaveOrganization } from '#functions/organizations/commands/leave-organization';
import { removeMember } from '#functions/organizations/commands/remove-member';
import { renameOrganization } from '#functions/organizations/commands/rename-organization';
import { createOrganization } from '#functions/organizations/endpoints/create-organization';
import { getOrganization } from '#functions/organizations/queries/get-organization';
import { listInvitations } from '#functions/organizations/queries/list-invitations';
import { listMembers } from '#functions/organizations/queries/list-members';
import { listMyInvitations } from '#functions/organizations/queries/list-my-invitations';
import { listMyOrganizations } from '#functions/organizations/queries/list-my-organizations';
import { memoryWithUsers } from '../../identity/support/people.ts';
import { organizationIn } from '../support/organizations.ts';

type Users = ReturnType<typeof memoryWithUsers>;
type TestUser = Awaited<ReturnType<Users['aUser']>>;

const founded = async (by: TestUser, body: object = { name: 'Acme' }) => {
  const { status, body: answer } = await by.ask(createOrganization, { body });
  expect(status).toBe(201);
  return answer.organizationId as string;
};
const invites = async (by: TestUser, organizationId: string, body: object) => {
  const { status, body: answer } = await by.order(inviteMember, { path: { organizationId }, body });
  expect([status, answer.code]).toEqual([201, undefined]);
  return { organizationId, invitationId: answer.invitationId as string };
};
const joins = async (who: TestUser, by: TestUser, organizationId: string, role: string) => {
  const path = await invites(by, organizationId, { email: who.email, role });
  expect((await who.ask(acceptInvitation, { path })).status).toBe(200);
};

/** Olga creates Acme. Ada and Otto join it by invitation. */
const acme = async (of = memoryWithUsers()) => {
  const [olga, otto, ada] = [await of.aUser('Olga'), await of.aUser('Otto'), await of.aUser('Ada')];
  const organizationId = await founded(olga);
  await joins(otto, olga, organizationId, 'officer');
  await joins(ada, otto, organizationId, 'agent');
  return { ...of, olga, otto, ada, organizationId, path: { organizationId } };
};
const membersOf = async ({
  platform,
  organizationId,
}: Pick<Awaited<ReturnType<typeof acme>>, 'platform' | 'organizationId'>) =>
  (await organizationIn(platform, organizationId))!.members;

describe('creating an organization', () => {
  test('makes the caller its owner and activates it in the session', async () => {
    const of = memoryWithUsers();
    const olga = await of.aUser('Olga');
    const { status, body, headers } = await olga.ask(createOrganization, { body: { name: 'Acme Couriers' } });
    expect(status).toBe(201);
    expect(body).toEqual({ organizationId: body.organizationId, version: 2, slug: 'acme-couriers' });
    expect(headers).toMatchObject({ location: `/v1/organizations/${body.organizationId}`, etag: '"2"' });
    expect(await olga.session()).toMatchObject({ activeOrganizationId: body.organizationId });
    expect((await olga.ask(listMyOrganizations)).body.items).toEqual([
      {
        organizationId: body.organizationId,
        name: 'Acme Couriers',
        slug: 'acme-couriers',
        type: 'Customer',
        role: 'owner',
        since: '2026-05-04T12:00:00.000Z',
        active: true,
      },
    ]);
  });

  test('needs a session', async () => {
    const of = memoryWithUsers();
    const olga = await of.aUser('Olga');
    const headers = { authorization: 'Bearer unknown' };
    expect((await olga.ask(createOrganization, { body: { name: 'Acme' }, headers })).status).toBe(401);
  });

  test('needs a slug that is unique among all organizations', async () => {
    const of = memoryWithUsers();
    const [olga, eve] = [await of.aUser('Olga'), await of.aUser('Eve')];
    await founded(olga, { name: 'Acme', slug: 'ACME' });
    const { status, body } = await eve.ask(createOrganization, { body: { name: 'Other', slug: 'acme' } });
    expect([status, body.code, body.field]).toEqual([409, 'slug-taken', 'slug']);
    expect((await eve.ask(listMyOrganizations)).body.items).toEqual([]);
    expect((await eve.session()).activeOrganizationId).toBeUndefined();
  });

  test('adds a number to a generated slug that is taken', async () => {
    const of = memoryWithUsers();
    const [olga, eve] = [await of.aUser('Olga'), await of.aUser('Eve')];
    await founded(olga);
    const { body } = await eve.ask(createOrganization, { body: { name: 'Acme' } });
    expect(body.slug).toMatch(/^acme-\d{1,6}$/);
  });

  test('succeeds for one of two simultaneous requests with one slug', async () => {
    const of = memoryWithUsers();
    const people = [await of.aUser('Olga'), await of.aUser('Eve')];
    const body = { name: 'Acme', slug: 'acme' };
    const answers = await Promise.all(people.map((who) => who.ask(createOrganization, { body })));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409]);
    expect(of.appended.filter(({ type }) => type === OrganizationCreated.type)).toHaveLength(1);
  });

  test('happens once for an idempotency key, even if a number was added to the slug', async () => {
    const of = memoryWithUsers();
    const [olga, eve] = [await of.aUser('Olga'), await of.aUser('Eve')];
    await founded(olga);
    const once = await eve.ask(createOrganization, { body: { name: 'Acme' }, key: 'k1' });
    const again = await eve.ask(createOrganization, { body: { name: 'Acme' }, key: 'k1' });
    expect(again.status).toBe(201);
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect(again.body).toEqual(once.body);
    const other = await eve.ask(createOrganization, { body: { name: 'Another' }, key: 'k1' });
    expect([other.status, other.body.code]).toEqual([422, 'idempotency-key-reused']);
    expect((await eve.ask(listMyOrganizations)).body.items).toHaveLength(1);
  });

  test('happens once, even if the session changes meanwhile', async () => {
    let moves = 2;
    const of = memoryWithUsers(({ events }) => ({
      events: {
        ...events,
        commit: async (plan) => {
          const session = plan.records?.find(({ store }) => store.name === 'session');
          if (session?.before && moves-- > 0)
            await events.commit({
              ...plan,
              appends: [],
              records: [{ ...session, after: { data: session.before.data } }],
            });
          return events.commit(plan);
        },
      },
    }));
    const olga = await of.aUser('Olga');
    await founded(olga);
    expect(moves).toBeLessThanOrEqual(0);
    expect((await olga.ask(listMyOrganizations)).body.items).toHaveLength(1);
  });
});

describe('an organization', () => {
  test('can be read only by its members, its keys and staff that emulates it', async () => {
    const of = await acme();
    const { path, organizationId } = of;
    const { status, body, headers } = await of.ada.order(getOrganization, { path });
    expect(status).toBe(200);
    expect(body).toEqual({
      organizationId,
      name: 'Acme',
      slug: 'acme',
      type: 'Customer',
      role: 'agent',
      members: 3,
      createdAt: '2026-05-04T12:00:00.000Z',
      version: 8,
    });
    expect(headers.etag).toMatch(/^"8-/);
    const key = { userId: 'key:1', role: 'officer' } as const;
    expect((await of.ada.order(getOrganization, { path }, key)).body.role).toBe('officer');
    const staff = { userId: 'sam', role: 'auditor', emulatedFrom: 'support' } as const;
    expect((await of.ada.order(getOrganization, { path }, staff)).body.role).toBe('auditor');
    expect((await of.ada.order(getOrganization, { path }, { userId: 'eve' })).body.code).toBe('not-a-member');
    const elsewhere = await of.ada.order(getOrganization, { path }, { orgId: 'elsewhere' });
    expect([elsewhere.status, elsewhere.body.code]).toEqual([404, 'organization-not-found']);
  });

  test('is renamed only at the expected version', async () => {
    const { olga, path } = await acme();
    const stale = await olga.order(renameOrganization, { path, body: { name: 'B' }, headers: { 'If-Match': '"7"' } });
    expect([stale.status, stale.body.code]).toEqual([412, 'version-moved-on']);
    const { status, body } = await olga.order(renameOrganization, {
      path,
      body: { name: 'B' },
      headers: { 'If-Match': '"8"' },
    });
    expect([status, body.version]).toEqual([200, 9]);
    expect((await olga.order(getOrganization, { path })).body.name).toBe('B');
  });

  test('can be activated by its members', async () => {
    const { olga, ada, path, organizationId } = await acme();
    const second = await founded(ada, { name: 'Zeta' });
    const { status, body } = await ada.ask(activateOrganization, { path });
    expect([status, body]).toEqual([200, { organizationId, type: 'Customer', role: 'agent' }]);
    const mine = (await ada.ask(listMyOrganizations)).body.items;
    expect(mine.map(({ name, role, active }: any) => [name, role, active])).toEqual([
      ['Acme', 'agent', true],
      ['Zeta', 'owner', false],
    ]);
    const no = await olga.ask(activateOrganization, { path: { organizationId: second } });
    expect([no.status, no.body.code]).toEqual([404, 'organization-not-found']);
  });

  test('ends an emulation when it is activated', async () => {
    const of = await acme();
    const sue = await of.aUser('Sue');
    const own = await founded(sue, { name: 'Sue’s' });
    const session = await sue.session();
    const was = await of.platform.records.get(sessions, session.id);
    const now = { data: { ...session, emulatedOrganizationId: of.organizationId } };
    await of.platform.events.commit({ records: [{ store: sessions, id: session.id, before: was, after: now }] });
    expect((await sue.ask(activateOrganization, { path: { organizationId: own } })).status).toBe(200);
    expect(await sue.session()).toMatchObject({ activeOrganizationId: own, emulatedOrganizationId: null });
    const stopped = of.appended.find(({ type }) => type === 'EmulationStopped');
    expect(stopped).toMatchObject({ stream: { org: of.organizationId }, by: sue.userId });
  });

  test('lists its members for all, with names for officers and owners', async () => {
    const { ada, otto, olga, path } = await acme();
    const seen = (await ada.order(listMembers, { path })).body.items;
    expect(seen).toEqual([
      { userId: olga.userId, role: 'owner', since: '2026-05-04T12:00:00.000Z' },
      { userId: otto.userId, role: 'officer', since: '2026-05-04T12:00:00.000Z' },
      { userId: ada.userId, role: 'agent', since: '2026-05-04T12:00:00.000Z' },
    ]);
    const named = (await otto.order(listMembers, { path })).body.items;
    expect(named[2]).toMatchObject({ name: 'Ada', username: 'ada', email: 'ada@example.com' });
    expect((await ada.order(listMembers, { path }, { role: 'owner' })).body.items[0].email).toBeUndefined();
    expect((await ada.order(listMembers, { path }, { orgId: 'elsewhere' })).status).toBe(404);
  });
});

test('an impersonator cannot create, join or activate an organization', async () => {
  const of = await acme();
  const path = await invites(of.otto, of.organizationId, { email: 'eve@example.com', role: 'agent' });
  const eve = await of.aUser('Eve', {}, { impersonatedBy: newId('an admin') });
  const tried = [
    await eve.ask(createOrganization, { body: { name: 'Eve’s' } }),
    await eve.ask(acceptInvitation, { path }),
    await eve.ask(declineInvitation, { path }),
    await eve.ask(activateOrganization, { path: of.path }),
  ];
  expect(tried.map(({ status, body }) => [status, body.code])).toEqual(Array(4).fill([403, 'impersonating']));
});

test('a user who emulates an organization cannot create or join another one', async () => {
  const of = await acme();
  const path = await invites(of.otto, of.organizationId, { email: 'sue@example.com', role: 'agent' });
  const sue = await of.aUser('Sue', {}, { emulatedOrganizationId: of.organizationId });
  const tried = [
    await sue.ask(createOrganization, { body: { name: 'Sue’s' } }),
    await sue.ask(acceptInvitation, { path }),
    await sue.ask(declineInvitation, { path }),
  ];
  expect(tried.map(({ status, body }) => [status, body.code])).toEqual(Array(3).fill([403, 'emulating']));
  expect((await sue.ask(listMyInvitations)).body.items).toHaveLength(1);
});

describe('a member', () => {
  test('who was removed has no access at once, whatever the token says', async () => {
    const { olga, otto, path } = await acme();
    const token = { orgId: path.organizationId, role: 'officer' } as const;
    const gone = { ...path, userId: otto.userId };
    expect((await olga.order(removeMember, { path: gone })).status).toBe(200);
    const asked = await Promise.all([
      otto.order(getOrganization, { path }, token),
      otto.order(listMembers, { path }, token),
      otto.order(listInvitations, { path }, token),
      otto.order(inviteMember, { path, body: { email: 'x@example.com', role: 'agent' } }, token),
      otto.order(leaveOrganization, { path }, token),
    ]);
    expect(asked.map(({ body }) => body.code)).toEqual(Array(5).fill('not-a-member'));
    expect((await otto.ask(listMyOrganizations)).body.items).toEqual([]);
    expect((await otto.ask(activateOrganization, { path })).status).toBe(404);
  });

  test('can leave and be invited again', async () => {
    const { ada, otto, path, organizationId } = await acme();
    expect((await ada.order(leaveOrganization, { path })).status).toBe(200);
    expect((await ada.ask(listMyOrganizations)).body.items).toEqual([]);
    await joins(ada, otto, organizationId, 'auditor');
    expect((await ada.ask(listMyOrganizations)).body.items[0]).toMatchObject({ role: 'auditor', active: true });
  });

  test('is left as the only owner when two owners demote each other at once', async () => {
    const of = await acme();
    const { olga, otto, path } = of;
    await olga.order(changeMemberRole, { path: { ...path, userId: otto.userId }, body: { role: 'owner' } });
    const demoted = (by: TestUser, target: TestUser) =>
      by.order(changeMemberRole, { path: { ...path, userId: target.userId }, body: { role: 'agent' } });
    const answers = await Promise.all([demoted(olga, otto), demoted(otto, olga)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 403]);
    const owners = Object.values(await membersOf(of)).filter(({ role }) => role === 'owner');
    expect(owners).toHaveLength(1);
  });

  test('is left as the only owner when two owners leave at once', async () => {
    const of = await acme();
    const { olga, otto, path } = of;
    await olga.order(changeMemberRole, { path: { ...path, userId: otto.userId }, body: { role: 'owner' } });
    const answers = await Promise.all([olga, otto].map((who) => who.order(leaveOrganization, { path })));
    expect(answers.map(({ status, body }) => [status, body.code]).toSorted()).toEqual([
      [200, undefined],
      [409, 'last-owner'],
    ]);
  });
});

describe('an invitation', () => {
  test('is listed for its recipient, and activates the organization when it is accepted', async () => {
    const { platform, otto, organizationId, aUser } = await acme();
    const eve = await aUser('Eve');
    const path = await invites(otto, organizationId, { email: 'EVE@example.com', role: 'agent', name: 'Eve' });
    expect((await eve.ask(listMyInvitations)).body.items).toEqual([
      {
        ...path,
        organization: 'Acme',
        inviter: 'Otto',
        role: 'agent',
        sentAt: '2026-05-04T12:00:00.000Z',
        expiresAt: '2026-05-11T12:00:00.000Z',
      },
    ]);
    const { status, body } = await eve.ask(acceptInvitation, { path });
    expect([status, body]).toEqual([200, { organizationId, version: 11 }]);
    expect(await eve.session()).toMatchObject({ activeOrganizationId: organizationId });
    expect((await organizationIn(platform, organizationId))?.members[eve.userId]).toMatchObject({ role: 'agent' });
    expect((await eve.ask(listMyInvitations)).body.items).toEqual([]);
  });

  test('is created once for an idempotency key, with its location', async () => {
    const { otto, path, organizationId } = await acme();
    const body = { email: 'x@example.com', role: 'agent' };
    const once = await otto.order(inviteMember, { path, body, key: 'k1' });
    expect(once.status).toBe(201);
    expect(once.headers.location).toBe(`/v1/organizations/${organizationId}/invitations/${once.body.invitationId}`);
    const again = await otto.order(inviteMember, { path, body, key: 'k1' });
    expect([again.status, again.body]).toEqual([201, once.body]);
    expect((await otto.order(inviteMember, { path, body })).body.code).toBe('invitation-pending');
    const member = { email: 'ada@example.com', role: 'auditor' };
    expect((await otto.order(inviteMember, { path, body: member })).body.code).toBe('already-member');
    expect((await otto.order(inviteMember, { path, body }, { orgId: 'elsewhere' })).status).toBe(404);
  });

  test('is not found by other users', async () => {
    const { otto, organizationId, aUser } = await acme();
    const [eve, mallory] = [await aUser('Eve'), await aUser('Mallory')];
    const path = await invites(otto, organizationId, { email: eve.email, role: 'agent' });
    for (const fn of [acceptInvitation, declineInvitation]) {
      const { status, body } = await mallory.ask(fn, { path });
      expect([status, body.code]).toEqual([404, 'invitation-not-found']);
    }
    expect((await mallory.ask(listMyInvitations)).body.items).toEqual([]);
    expect(await mallory.session()).not.toHaveProperty('activeOrganizationId');
  });

  test('cannot be accepted with an unverified address', async () => {
    const { otto, organizationId, aUser } = await acme();
    const eve = await aUser('Eve', { emailVerified: false });
    const path = await invites(otto, organizationId, { email: eve.email, role: 'agent' });
    expect((await eve.ask(acceptInvitation, { path })).body.code).toBe('email-not-verified');
  });

  test('is accepted once by simultaneous requests', async () => {
    const of = await acme();
    const eve = await of.aUser('Eve');
    const path = await invites(of.otto, of.organizationId, { email: eve.email, role: 'agent' });
    const answers = await Promise.all([1, 2].map(() => eve.ask(acceptInvitation, { path })));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect(of.appended.filter(({ type, data }) => type === 'MemberJoined' && data.userId === eve.userId)).toHaveLength(
      1,
    );
  });

  test('can be declined and sent again', async () => {
    const { otto, organizationId, aUser } = await acme();
    const eve = await aUser('Eve');
    const path = await invites(otto, organizationId, { email: eve.email, role: 'agent' });
    expect((await eve.ask(declineInvitation, { path })).status).toBe(200);
    expect((await eve.ask(acceptInvitation, { path })).body).toMatchObject({
      code: 'invitation-not-pending',
      current: 'Declined',
    });
    await joins(eve, otto, organizationId, 'agent');
  });

  test('can be answered for seven days, and for seven more after it was sent again', async () => {
    const { otto, organizationId, aUser, later } = await acme();
    const eve = await aUser('Eve');
    const path = await invites(otto, organizationId, { email: eve.email, role: 'agent' });
    later(7);
    expect((await eve.ask(listMyInvitations)).body.items).toEqual([]);
    expect((await eve.ask(acceptInvitation, { path })).body.code).toBe('invitation-expired');
    expect((await otto.order(resendInvitation, { path })).status).toBe(200);
    later(6);
    expect((await eve.ask(listMyInvitations)).body.items).toHaveLength(1);
    expect((await eve.ask(acceptInvitation, { path })).status).toBe(200);
  });

  test('is listed with its status', async () => {
    const { otto, organizationId, later, path } = await acme();
    const cancelled = await invites(otto, organizationId, { email: 'a@example.com', role: 'agent' });
    await otto.order(cancelInvitation, { path: cancelled });
    const old = await invites(otto, organizationId, { email: 'b@example.com', role: 'auditor' });
    later(7);
    const fresh = await invites(otto, organizationId, { email: 'c@example.com', role: 'agent', name: 'Cleo' });
    const all = (await otto.order(listInvitations, { path })).body.items;
    const statusOf = (id: string) => all.find(({ invitationId }: any) => invitationId === id).status;
    expect([cancelled, old, fresh].map(({ invitationId }) => statusOf(invitationId))).toEqual([
      'Cancelled',
      'Expired',
      'Pending',
    ]);
    const pending = (await otto.order(listInvitations, { path, query: { status: 'Pending' } })).body;
    expect(pending).toEqual({
      items: [
        {
          invitationId: fresh.invitationId,
          email: 'c@example.com',
          name: 'Cleo',
          role: 'agent',
          status: 'Pending',
          invitedBy: otto.userId,
          sentAt: '2026-05-11T12:00:00.000Z',
          expiresAt: '2026-05-18T12:00:00.000Z',
        },
      ],
      asOf: '2026-05-11T12:00:00.000Z',
    });
    expect((await otto.order(listInvitations, { path, query: { status: 'Gone' } })).status).toBe(400);
  });
});
