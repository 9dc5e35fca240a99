import { expect, test } from 'vitest';
import { changeMemberRole } from '#functions/organizations/commands/change-member-role';
import { acceptInvitation } from '#functions/organizations/commands/invitations/accept-invitation';
import { inviteMember } from '#functions/organizations/commands/invitations/invite-member';
import { leaveOrganization } from '#functions/organizations/commands/leave-organization';
import { removeMember } from '#functions/organizations/commands/remove-member';
import { createOrganization } from '#functions/organizations/endpoints/create-organization';
import { listMyInvitations } from '#functions/organizations/queries/list-my-invitations';
import { listMyOrganizations } from '#functions/organizations/queries/list-my-organizations';
import { lapseInvitations } from '#functions/organizations/schedules/lapse-invitations';
import { usersOf } from '../../identity/support/people.ts';
import { dynamoPlatforms } from '../../kernel/support/platforms.ts';
import { organizationIn } from '../support/organizations.ts';

/** The same behaviour on DynamoDB as in memory. */
const open = dynamoPlatforms();
const begun = '2026-05-04T12:00:00.000Z';
const onDynamo = async () => {
  let now = begun;
  const platform = await open({ clock: () => new Date(now) });
  const at = (time: string) => {
    now = time;
  };
  return { platform, at, ...usersOf(platform) };
};
type TestUser = Awaited<ReturnType<ReturnType<typeof usersOf>['aUser']>>;

const founded = async (by: TestUser) =>
  (await by.ask(createOrganization, { body: { name: 'Acme' } })).body.organizationId as string;

test('of two organizations that are created at once with one slug, one gets it', async () => {
  const { aUser } = await onDynamo();
  const people = [await aUser('Olga'), await aUser('Eve')];
  const body = { name: 'Acme', slug: 'acme' };
  const answers = await Promise.all(people.map((who) => who.ask(createOrganization, { body })));
  expect(answers.map(({ status, body }) => [status, body.code]).toSorted()).toEqual([
    [201, undefined],
    [409, 'slug-taken'],
  ]);
  const mine = await Promise.all(people.map((who) => who.ask(listMyOrganizations)));
  expect(mine.flatMap(({ body }) => body.items)).toHaveLength(1);
});

test('an invitation is accepted once, and a member who leaves has no membership any more', async () => {
  const { aUser } = await onDynamo();
  const [olga, ada] = [await aUser('Olga'), await aUser('Ada')];
  const organizationId = await founded(olga);
  const body = { email: ada.email, role: 'agent' };
  const { invitationId } = (await olga.order(inviteMember, { path: { organizationId }, body })).body;
  expect((await ada.ask(listMyInvitations)).body.items).toHaveLength(1);
  const path = { organizationId, invitationId };
  const answers = await Promise.all([1, 2].map(() => ada.ask(acceptInvitation, { path })));
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
  expect((await ada.ask(listMyInvitations)).body.items).toEqual([]);
  expect((await ada.ask(listMyOrganizations)).body.items).toMatchObject([{ role: 'agent', active: true }]);
  expect((await ada.order(leaveOrganization, { path: { organizationId } })).status).toBe(200);
  expect((await ada.ask(listMyOrganizations)).body.items).toEqual([]);
});

test('of two owners who remove each other at once, one remains', async () => {
  const { platform, aUser } = await onDynamo();
  const [olga, otto] = [await aUser('Olga'), await aUser('Otto')];
  const organizationId = await founded(olga);
  const body = { email: otto.email, role: 'officer' };
  const { invitationId } = (await olga.order(inviteMember, { path: { organizationId }, body })).body;
  await otto.ask(acceptInvitation, { path: { organizationId, invitationId } });
  const membership = { organizationId, userId: otto.userId };
  expect((await olga.order(changeMemberRole, { path: membership, body: { role: 'owner' } })).status).toBe(200);
  const removed = (by: TestUser, { userId }: TestUser) => by.order(removeMember, { path: { organizationId, userId } });
  const answers = await Promise.all([removed(olga, otto), removed(otto, olga)]);
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 403]);
  expect(Object.values((await organizationIn(platform, organizationId))!.members)).toMatchObject([{ role: 'owner' }]);
});

test('expired invitations are found by an index and deleted once', async () => {
  const { platform, at, aUser } = await onDynamo();
  const olga = await aUser('Olga');
  const organizationId = await founded(olga);
  for (const email of ['a@example.com', 'b@example.com'])
    await olga.order(inviteMember, { path: { organizationId }, body: { email, role: 'agent' } });
  at('2026-05-18T11:59:59.000Z');
  expect(await lapseInvitations.with(platform)({})).toMatchObject({ affected: 0 });
  at('2026-05-19T03:00:00.000Z');
  expect(await lapseInvitations.with(platform)({})).toMatchObject({ affected: 2 });
  expect(await lapseInvitations.with(platform)({})).toMatchObject({ affected: 0 });
  expect((await organizationIn(platform, organizationId))!.invitations).toEqual({});
});
