import { keyHolder, newId, type Platform } from '@waybill/kernel';
import { describe, expect, test } from 'vitest';
import { InvitationSent, MemberJoined } from '#events/organizations';
import * as identity from '#functions/identity/manifest';
import * as organizations from '#functions/organizations/manifest';
import { memoryWithUsers } from '../../identity/support/people.ts';
import { founded, happened } from '../../identity/support/staff.ts';
import { streamIn } from '../support/stream-in.ts';

const day = 86_400_000;

/** Acme with two owners and an officer, and Eve, who is not a member. */
const acme = async (of = memoryWithUsers()) => {
  const [olga, oleg, otto, eve] = [
    await of.aUser('Olga'),
    await of.aUser('Oleg'),
    await of.aUser('Otto'),
    await of.aUser('Eve'),
  ];
  const members = { [olga.userId]: 'owner', [oleg.userId]: 'owner', [otto.userId]: 'officer' } as const;
  const organizationId = await founded(of.platform, 'Customer', members, 'acme');
  const path = { organizationId };
  for (const who of [olga, oleg, otto]) await who.ask(identity.activateOrganization, { path });
  type TestUser = typeof olga;

  const invite = async (by: TestUser, email: string, role = 'agent', as = {}) => {
    const { status, body } = await by.order(organizations.inviteMember, { path, body: { email, role } }, as);
    expect([status, body.code]).toEqual([201, undefined]);
    return body.invitationId as string;
  };
  const accept = (who: TestUser, invitationId: string) =>
    who.ask(organizations.acceptInvitation, { path: { ...path, invitationId } });
  const statuses = async () => {
    const { body } = await olga.order(organizations.listInvitations, { path });
    return Object.fromEntries(body.items.map(({ email, status }: any) => [email, status]));
  };
  const make = async (by: TestUser, more: object = {}, key?: string) => {
    const asked = { body: { name: 'Robot', role: 'agent', ...more }, ...(key && { key }) };
    return (await by.order(organizations.createApiKey, asked)).body.apiKeyId as string;
  };
  const rotate = (by: TestUser, apiKeyId: string) => by.order(organizations.rotateApiKey, { path: { apiKeyId } });
  const revoke = (by: TestUser, apiKeyId: string) => by.order(organizations.revokeApiKey, { path: { apiKeyId } });
  const remove = (who: TestUser, key?: string) =>
    olga.order(organizations.removeMember, { path: { ...path, userId: who.userId }, ...(key && { key }) });
  const demote = (who: TestUser, role: string) =>
    olga.order(organizations.changeMemberRole, { path: { ...path, userId: who.userId }, body: { role } });
  const leave = (who: TestUser) => who.order(organizations.leaveOrganization, { path });
  const does = { invite, accept, statuses, make, rotate, revoke, remove, demote, leave };
  return { ...of, olga, oleg, otto, eve, organizationId, path, ...does };
};

describe('a pending invitation of a member who leaves', () => {
  test.each(['remove', 'leave'] as const)('cannot be accepted after that: %s', async (how) => {
    const it = await acme();
    const invitationId = await it.invite(it.otto, it.eve.email);
    const gone = await it[how](it.otto);
    expect(gone).toMatchObject({ status: 200, body: { invitationsCancelled: [invitationId], apiKeysMade: [] } });
    expect(await it.statuses()).toEqual({ [it.eve.email]: 'Cancelled' });
    expect(await it.accept(it.eve, invitationId)).toMatchObject({
      status: 409,
      body: { code: 'invitation-not-pending', current: 'Cancelled' },
    });
    expect((await it.eve.ask(organizations.listMyInvitations)).body.items).toEqual([]);
  });

  test('is cancelled in the same transaction as a lower role that could not send it', async () => {
    const it = await acme();
    const [officer, agent] = [
      await it.invite(it.oleg, 'officer@example.com', 'officer'),
      await it.invite(it.oleg, 'agent@example.com', 'agent'),
    ];
    const lower = await it.demote(it.oleg, 'officer');
    expect(lower.body.invitationsCancelled).toEqual([officer]);
    expect(await it.statuses()).toEqual({ 'officer@example.com': 'Cancelled', 'agent@example.com': 'Pending' });
    const changes = it.appended.slice(-2);
    expect(changes.map(({ type }) => type)).toEqual(['MemberRoleChanged', 'InvitationsCancelled']);
    expect(changes[0]!.commandId).toBe(changes[1]!.commandId);
    expect((await it.demote(it.oleg, 'agent')).body.invitationsCancelled).toEqual([agent]);
    expect((await it.demote(it.oleg, 'owner')).body).toMatchObject({ invitationsCancelled: [], apiKeysMade: [] });
  });

  test('is kept if another member has sent it again, until that member leaves', async () => {
    const it = await acme();
    const invitationId = await it.invite(it.otto, it.eve.email);
    const again = await it.oleg.order(organizations.resendInvitation, { path: { ...it.path, invitationId } });
    expect(again.status).toBe(200);
    expect((await it.remove(it.otto)).body.invitationsCancelled).toEqual([]);
    expect((await it.remove(it.oleg)).body.invitationsCancelled).toEqual([invitationId]);
  });

  test('is cancelled only if that member sent it and it is not answered', async () => {
    const it = await acme();
    await it.invite(it.oleg, 'by-oleg@example.com');
    await it.accept(it.eve, await it.invite(it.otto, it.eve.email));
    expect((await it.remove(it.otto)).body.invitationsCancelled).toEqual([]);
    expect(await it.statuses()).toEqual({ 'by-oleg@example.com': 'Pending', [it.eve.email]: 'Accepted' });
  });

  test('is cancelled together with a hundred others', async () => {
    const it = await acme();
    const expiresAt = '2026-05-11T12:00:00.000Z';
    const sent = Array.from({ length: 100 }, (_, i) =>
      InvitationSent({ invitationId: newId(`${i}`), email: `${i}@example.com`, role: 'agent', expiresAt }),
    );
    // `happened` records events with `by: 'a-user'`.
    const joined = MemberJoined({ userId: 'a-user', role: 'officer' });
    await happened(it.platform, streamIn(it.organizationId, 'organization', it.organizationId), joined, ...sent);
    const gone = await organizations.removeMember.execute(it.platform)({
      input: { organizationId: it.organizationId, userId: 'a-user' },
      caller: { userId: it.olga.userId, orgId: it.organizationId, orgType: 'Customer', role: 'owner' },
      key: 'remove',
      correlationId: 'test',
    });
    expect(gone.more.invitationsCancelled).toHaveLength(100);
  });

  test('is cancelled with the key if a key has sent it', async () => {
    const it = await acme();
    const apiKeyId = await it.make(it.otto, { role: 'officer' });
    const invitationId = await it.invite(it.otto, it.eve.email, 'agent', { userId: keyHolder(apiKeyId) });
    expect((await it.remove(it.otto)).body).toEqual(
      expect.objectContaining({ invitationsCancelled: [], apiKeysMade: [apiKeyId] }),
    );
    expect((await it.revoke(it.olga, apiKeyId)).status).toBe(200);
    expect(it.appended.slice(-2).map(({ type, by }) => [type, by])).toEqual([
      ['ApiKeyRevoked', it.olga.userId],
      ['InvitationsCancelled', it.olga.userId],
    ]);
    expect(await it.accept(it.eve, invitationId)).toMatchObject({ status: 409 });
  });
});

describe('the API keys of a member who leaves', () => {
  test('are named if the member knows a secret that is still valid', async () => {
    const it = await acme();
    const [mine, revoked, olgas] = [await it.make(it.otto), await it.make(it.otto), await it.make(it.olga)];
    const short = await it.make(it.otto, { expiresAt: new Date(it.platform.clock().getTime() + day).toISOString() });
    const rotated = await it.make(it.olga);
    await it.revoke(it.olga, revoked);
    await it.rotate(it.otto, rotated);
    it.later(2);
    const gone = await it.remove(it.otto);
    expect(gone.body.apiKeysMade.toSorted()).toEqual([mine, rotated].toSorted());
    expect(gone.body.apiKeysMade).not.toContain(short);
    const removed = it.appended.findLast(({ type }) => type === 'MemberRemoved')!;
    expect(removed.data.apiKeysMade).toEqual(gone.body.apiKeysMade);
    expect((await it.remove(it.oleg)).body.apiKeysMade).toEqual([]);
    expect((await it.rotate(it.olga, olgas)).status).toBe(200);
  });

  test('are named for a day after another member has rotated them', async () => {
    const it = await acme();
    const apiKeyId = await it.make(it.otto);
    await it.rotate(it.olga, apiKeyId);
    expect((await it.demote(it.otto, 'agent')).body.apiKeysMade).toEqual([apiKeyId]);
    it.later(1);
    expect((await it.remove(it.otto)).body.apiKeysMade).toEqual([]);
  });

  test('are named again in the answer to a repeated request', async () => {
    const it = await acme();
    const apiKeyId = await it.make(it.otto);
    await it.invite(it.otto, 'x@example.com');
    const first = await it.remove(it.otto, 'once');
    await it.revoke(it.olga, apiKeyId);
    const again = await it.remove(it.otto, 'once');
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect([again.status, again.body]).toEqual([first.status, first.body]);
  });

  test('are named even if one is made just before the commit', async () => {
    let onCommit: (() => Promise<unknown>) | undefined;
    const parts = ({ events }: Platform) => ({
      events: {
        ...events,
        commit: async (commit: Parameters<typeof events.commit>[0]) => {
          const now = onCommit;
          onCommit = undefined;
          await now?.();
          return events.commit(commit);
        },
      },
    });
    for (const how of ['remove', 'demote'] as const) {
      const it = await acme(memoryWithUsers(parts));
      let made = '';
      onCommit = async () => {
        made = await it.make(it.otto);
      };
      const gone = await it[how](it.otto, 'agent');
      expect(gone.body.apiKeysMade).toEqual([made]);
    }
  });

  test('are limited to a hundred valid ones', async () => {
    const it = await acme();
    const soon = new Date(it.platform.clock().getTime() + day).toISOString();
    for (let i = 0; i < 100; i++) await it.make(it.otto, { expiresAt: soon });
    const one = { body: { name: 'One more', role: 'agent' } };
    expect(await it.otto.order(organizations.createApiKey, one)).toMatchObject({
      status: 409,
      body: { code: 'too-many-api-keys', most: 100 },
    });
    it.later(1);
    expect((await it.otto.order(organizations.createApiKey, one)).status).toBe(201);
  });
});
