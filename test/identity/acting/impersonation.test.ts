import { keptToken, sessions, users } from '@waybill/auth';
import { isRefusal, newId, type Platform, type RecordedEvent } from '@waybill/kernel';
import { decodeJwt } from 'jose';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { MemberRemoved, MemberRoleChanged } from '#events/organizations';
import { grantEmulationConsent } from '#functions/identity/commands/grant-emulation-consent';
import { startEmulation } from '#functions/identity/commands/start-emulation';
import { endSessionsNeeds } from '#functions/identity/domain/session/end-other-sessions';
import { endedByPassword } from '#functions/identity/domain/session/ended-by-password';
import { signerNeeds } from '#functions/identity/domain/tokens/key-ring';
import { sign } from '#functions/identity/domain/tokens/sign';
import { changePassword } from '#functions/identity/endpoints/account/change-password';
import { startImpersonation } from '#functions/identity/endpoints/acting/start-impersonation';
import { stopImpersonation } from '#functions/identity/endpoints/acting/stop-impersonation';
import { activateOrganization } from '#functions/identity/endpoints/session/activate-organization';
import { mintToken } from '#functions/identity/endpoints/session/mint-token';
import * as identity from '#functions/identity/manifest';
import { getSession } from '#functions/identity/queries/get-session';
import { seedSecrets } from '#functions/identity/setup/seed-secrets';
import { authorizer } from '#functions/organizations/authorizer';
import * as organizations from '#functions/organizations/manifest';
import { ask } from '../../kernel/support/asking.ts';
import { streamIn } from '../../organizations/support/stream-in.ts';
import { inUnit } from '../support/in-unit.ts';
import { memoryWithUsers } from '../support/people.ts';
import { founded, happened } from '../support/staff.ts';

// The library has a clock of its own.
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
afterEach(() => void vi.useRealTimers());

/** An admin organization with an owner and an officer, and a customer's agent. */
const office = async () => {
  const it = memoryWithUsers();
  const at = (time: string) => {
    it.at(time);
    vi.setSystemTime(time);
  };
  at('2026-05-04T12:00:00.000Z');
  const { platform, aUser } = it;
  await seedSecrets.with(platform)({});
  const secured = { twoFactorEnabled: true };
  const [ada, bo, kim] = [await aUser('Ada', secured), await aUser('Bo', secured), await aUser('Kim')];
  const admin = await founded(platform, 'Admin', { [ada.userId]: 'owner', [bo.userId]: 'officer' });
  const customer = await founded(platform, 'Customer', { [kim.userId]: 'owner' });
  const work = (who: typeof ada, organizationId: string) => who.ask(activateOrganization, { path: { organizationId } });
  await work(ada, admin);
  await work(bo, admin);
  const become = (who = ada, userId = kim.userId) => who.ask(startImpersonation, { body: { userId } });
  const as = (token: string) => ({
    ask: (fn: Parameters<typeof ask>[1], what: object = {}) =>
      ask(platform, fn, { as: null, ...what, headers: { authorization: `Bearer ${token}` } }),
  });
  const inAdmin = (...facts: Parameters<typeof happened>[2][]) =>
    happened(platform, streamIn(admin, 'organization', admin), ...facts);
  return { ...it, at, ada, bo, kim, admin, customer, work, become, as, inAdmin };
};
const refused = (status: number, code: string) => ({ status, body: { code } });

describe('impersonation', () => {
  test('is a session of the user for an hour that names the impersonator', async () => {
    const { become, as, ada, kim, customer, admin, platform, appended } = await office();
    const { status, body } = await become();
    expect([status, body.expiresAt]).toEqual([201, '2026-05-04T13:00:00.000Z']);
    const { data } = (await platform.records.findByUnique(sessions, 'token', keptToken(body.token)))!;
    expect(data).toMatchObject({
      userId: kim.userId,
      impersonatedBy: ada.userId,
      activeOrganizationId: customer,
      remembered: false,
    });
    expect(JSON.stringify(data)).not.toContain(body.token);
    expect(appended.at(-1)).toMatchObject({
      type: 'ImpersonationStarted',
      by: ada.userId,
      stream: { org: admin, aggregate: 'impersonation', id: data.id },
      data: { userId: kim.userId, sessionId: data.id, until: body.expiresAt },
    });
    expect((await as(body.token).ask(getSession)).status).toBe(200);
  });

  test('ends after exactly an hour, even if it is used', async () => {
    const { become, as, at } = await office();
    const { body } = await become();
    for (const minute of ['20', '40', '59']) {
      at(`2026-05-04T12:${minute}:59.000Z`);
      expect((await as(body.token).ask(getSession)).status).toBe(200);
    }
    at('2026-05-04T13:00:00.000Z');
    expect((await as(body.token).ask(getSession)).status).toBe(401);
  });

  test('needs an owner of an admin organization that is active in the session', async () => {
    const { become, bo, kim, aUser, platform, work } = await office();
    expect(await become(bo)).toMatchObject(refused(403, 'role-too-low'));
    expect(await become(kim, bo.userId)).toMatchObject(refused(403, 'no-active-organization'));
    const sue = await aUser('Sue');
    const support = await founded(platform, 'Support', { [sue.userId]: 'owner' });
    await work(sue, support);
    expect(await become(sue)).toMatchObject(refused(403, 'org-type-not-allowed'));
  });

  test('needs a second factor', async () => {
    const { become, aUser, platform, work } = await office();
    const may = await aUser('May');
    await work(may, await founded(platform, 'Admin', { [may.userId]: 'owner' }, 'another admin'));
    expect(await become(may)).toMatchObject(refused(403, 'second-factor-required'));
  });

  test('is refused to former owners and former members', async () => {
    const { become, inAdmin, ada } = await office();
    await inAdmin(MemberRoleChanged({ userId: ada.userId, from: 'owner', to: 'officer' }));
    expect(await become()).toMatchObject(refused(403, 'role-too-low'));
    await inAdmin(MemberRemoved({ userId: ada.userId, why: 'removed' }));
    expect(await become()).toMatchObject(refused(403, 'not-a-member'));
  });

  test('is refused for the caller, for members of admin organizations and for unknown users', async () => {
    const { become, ada, bo, inAdmin } = await office();
    expect(await become(ada, ada.userId)).toMatchObject(refused(403, 'not-as-oneself'));
    expect(await become(ada, bo.userId)).toMatchObject(refused(403, 'not-as-an-admin'));
    expect(await become(ada, newId('unknown'))).toMatchObject(refused(404, 'user-not-found'));
    await inAdmin(MemberRemoved({ userId: bo.userId, why: 'left' }));
    expect((await become(ada, bo.userId)).status).toBe(201);
  });

  test('cannot be nested and cannot be combined with emulation', async () => {
    const { become, as, ada, bo, kim, admin, customer, work } = await office();
    await work(kim, customer);
    const { body } = await become();
    const { ask } = as(body.token);
    expect((await ask(startImpersonation, { body: { userId: bo.userId } })).status).toBe(403);
    expect((await ask(startEmulation, { body: { organizationId: customer } })).status).toBe(403);
    const consent = { toOrgId: admin, expiresAt: '2026-05-05T12:00:00.000Z' };
    expect((await kim.order(grantEmulationConsent, { body: consent }, { role: 'officer' })).status).toBe(201);
    expect((await ada.ask(startEmulation, { body: { organizationId: customer } })).status).toBe(200);
    expect(await become()).toMatchObject(refused(409, 'emulating'));
  });

  test('cannot change the account of the user', async () => {
    const { become, as } = await office();
    const { body } = await become();
    const passwords = { currentPassword: 'correct horse battery', newPassword: 'staple battery horse' };
    expect((await as(body.token).ask(changePassword, { body: passwords })).status).toBe(403);
  });

  test('can be stopped by the impersonator, which ends the session', async () => {
    const { become, as, ada, kim, admin, appended } = await office();
    expect(await ada.ask(stopImpersonation)).toMatchObject(refused(409, 'not-impersonating'));
    const { body } = await become();
    const stopped = await as(body.token).ask(stopImpersonation);
    expect(stopped).toMatchObject({ status: 200, body: { userId: kim.userId } });
    expect(appended.at(-1)).toMatchObject({ type: 'ImpersonationStopped', by: ada.userId, stream: { org: admin } });
    expect((await as(body.token).ask(getSession)).status).toBe(401);
    expect((await ada.ask(getSession)).status).toBe(200);
    expect((await kim.ask(getSession)).status).toBe(200);
  });
});

/** An impersonation of Kim, and the authorizer’s answer to a token of that session. */
const acting = async () => {
  const it = await office();
  const { platform, as, become, appended } = it;
  vi.stubEnv('WAYBILL_JWKS_PARAMETER', '/waybill/test/jwks');
  const session = (await become()).body.token as string;
  const borrowed = as(session);
  const mint = async () => (await borrowed.ask(mintToken)).body as { token: string; expiresAt: string };
  const authorized = async (token: string) => {
    const headers = { authorization: `Bearer ${token}` };
    return authorizer.with(platform)({ headers, methodArn: 'arn:aws:execute-api:r:1:api/v1/GET/x' } as any);
  };
  const stopped = () => appended.filter(({ type }) => type === 'ImpersonationStopped');
  const { id: sessionId } = (await platform.records.findByUnique(sessions, 'token', keptToken(session)))!;
  return { ...it, session, sessionId, borrowed, mint, authorized, stopped };
};
type Acting = Awaited<ReturnType<typeof acting>>;

describe('an impersonator', () => {
  test('cannot give lasting access, whatever role the token has', async () => {
    const { mint, authorized, platform, admin, customer, kim, appended } = await acting();
    const { sub, ...claims } = (await authorized((await mint()).token)).context as any;
    expect(claims).toMatchObject({ role: 'owner', impersonatedBy: expect.any(String) });
    const before = appended.length;
    const path = { organizationId: customer };
    const tried = [
      [organizations.createApiKey, { body: { name: 'Robot', role: 'owner' } }],
      [organizations.rotateApiKey, { path: { apiKeyId: newId() } }],
      [organizations.revokeApiKey, { path: { apiKeyId: newId() } }],
      [identity.grantEmulationConsent, { body: { toOrgId: admin, expiresAt: '2026-05-05T12:00:00.000Z' } }],
      [identity.revokeEmulationConsent, { path: { toOrgId: admin } }],
      [organizations.inviteMember, { path, body: { email: 'eve@example.com', role: 'officer' } }],
      [organizations.resendInvitation, { path: { ...path, invitationId: newId() } }],
      [organizations.cancelInvitation, { path: { ...path, invitationId: newId() } }],
      [organizations.changeMemberRole, { path: { ...path, userId: kim.userId }, body: { role: 'owner' } }],
      [organizations.removeMember, { path: { ...path, userId: kim.userId } }],
      [organizations.leaveOrganization, { path }],
    ] as const;
    for (const [fn, what] of tried)
      expect(await ask(platform, fn, { ...what, as: { userId: sub, ...claims } })).toMatchObject(
        refused(403, 'impersonating'),
      );
    expect(appended).toHaveLength(before);
    const read = await ask(platform, organizations.listMembers, { path, as: { userId: sub, ...claims } });
    expect(read.status).toBe(200);
  });

  test('gets tokens that are valid for five minutes', async () => {
    const { mint, authorized, at } = await acting();
    const { token, expiresAt } = await mint();
    expect(expiresAt).toBe('2026-05-04T12:05:00.000Z');
    at('2026-05-04T12:05:29.000Z');
    expect((await authorized(token)).principalId).toEqual(expect.any(String));
    at('2026-05-04T12:05:31.000Z');
    await expect(authorized(token)).rejects.toThrow('Unauthorized');
  });

  test('has no valid token as soon as the impersonation is stopped', async () => {
    const { mint, authorized, borrowed, stopped, ada } = await acting();
    const { token } = await mint();
    expect((await authorized(token)).policyDocument.Statement[0]).toMatchObject({ Effect: 'Allow' });
    expect((await borrowed.ask(stopImpersonation)).status).toBe(200);
    await expect(authorized(token)).rejects.toThrow('Unauthorized');
    expect(stopped()).toMatchObject([{ by: ada.userId, data: { why: 'stopped' } }]);
  });

  test('is refused with a token that does not name its session', async () => {
    const { authorized, platform, mint } = await acting();
    const { sid, ...claims } = decodeJwt((await mint()).token);
    const signed = async (all: Record<string, unknown>) => {
      const token = await inUnit(platform, signerNeeds, (access, now) => sign(access, all, now));
      return isRefusal(token) ? token.refused : token;
    };
    await authorized(await signed({ ...claims, sid }));
    await expect(authorized(await signed(claims))).rejects.toThrow('Unauthorized');
    await expect(authorized(await signed({ ...claims, sid: newId() }))).rejects.toThrow('Unauthorized');
  });

  test('is named in the events beside the impersonated user', async () => {
    const { borrowed, appended, ada, kim } = await acting();
    expect((await borrowed.ask(identity.signOut)).status).toBe(200);
    const [out, over] = appended.slice(-2) as [RecordedEvent, RecordedEvent];
    expect(out).toMatchObject({ type: 'SignedOut', by: kim.userId, impersonatedBy: ada.userId });
    expect(over).toMatchObject({ type: 'ImpersonationStopped', by: ada.userId, data: { why: 'signed-out' } });
    expect(over).not.toHaveProperty('impersonatedBy');
  });
});

describe('an impersonation ends', () => {
  const change = async ({ platform }: { platform: Platform }, userId: string, more: object) => {
    const was = (await platform.records.get(users, userId))!;
    await platform.events.commit({
      records: [{ store: users, id: userId, before: was, after: { data: { ...was.data, ...more } } }],
    });
  };

  test.each<[string, string, (it: Acting) => Promise<unknown>]>([
    [
      'is not an owner any more',
      'impersonator-not-an-owner',
      ({ inAdmin, ada }) => inAdmin(MemberRoleChanged({ userId: ada.userId, from: 'owner', to: 'officer' })),
    ],
    [
      'was removed',
      'impersonator-not-an-owner',
      ({ inAdmin, ada }) => inAdmin(MemberRemoved({ userId: ada.userId, why: 'removed' })),
    ],
    [
      'has no second factor any more',
      'impersonator-without-second-factor',
      (it) => change(it, it.ada.userId, { twoFactorEnabled: false }),
    ],
  ])('at its next use when the impersonator %s', async (_, why, happens) => {
    const it = await acting();
    const { token } = await it.mint();
    await happens(it);
    const answer = await it.borrowed.ask(mintToken);
    expect(answer).toMatchObject({ status: 401, body: { code: 'impersonation-ended', why } });
    expect(it.stopped()).toMatchObject([{ stream: { org: it.admin, id: it.sessionId }, data: { why } }]);
    expect(await it.borrowed.ask(getSession)).toMatchObject(refused(401, 'not-signed-in'));
    await expect(it.authorized(token)).rejects.toThrow('Unauthorized');
    expect((await it.kim.ask(getSession)).status).toBe(200);
  });

  test('also at a use that only reads', async () => {
    const it = await acting();
    await it.inAdmin(MemberRemoved({ userId: it.ada.userId, why: 'removed' }));
    for (const fn of [getSession, identity.getMe, organizations.listMyOrganizations])
      expect((await it.borrowed.ask(fn)).status).toBe(401);
    expect(it.stopped()).toHaveLength(1);
  });

  test.each<[string, (it: Acting) => Promise<unknown>]>([
    ['signs out', ({ ada }) => ada.ask(identity.signOut)],
    [
      'is signed out from another session',
      async ({ ada, session: _, platform }) => {
        const { id: sessionId } = await ada.session();
        const at = new Date().toISOString();
        const other = {
          id: newId(),
          userId: ada.userId,
          token: keptToken('other'),
          expiresAt: '2027-01-01T00:00:00.000Z',
          createdAt: at,
          updatedAt: at,
        };
        await platform.events.commit({
          records: [{ store: sessions, id: other.id, before: undefined, after: { data: other } }],
        });
        const headers = { authorization: 'Bearer other' };
        const gone = await ask(platform, identity.revokeSession, { as: null, path: { sessionId }, headers });
        expect(gone.status).toBe(200);
      },
    ],
    [
      'has a new password',
      ({ platform, ada }) => inUnit(platform, endSessionsNeeds, (access) => endedByPassword(access, ada.userId)),
    ],
  ])('at once when the impersonator %s', async (_, happens) => {
    const it = await acting();
    const { token } = await it.mint();
    await happens(it);
    expect(it.stopped()).toMatchObject([{ by: it.ada.userId, data: { why: 'impersonator-signed-out' } }]);
    await expect(it.authorized(token)).rejects.toThrow('Unauthorized');
    expect(await it.borrowed.ask(getSession)).toMatchObject(refused(401, 'not-signed-in'));
  });

  test('when the impersonator’s own session has expired', async () => {
    const it = await acting();
    const own = await it.ada.session();
    const was = (await it.platform.records.get(sessions, own.id))!;
    const now = { data: own, expiresAt: '2026-05-04T12:10:00.000Z' };
    await it.platform.events.commit({ records: [{ store: sessions, id: own.id, before: was, after: now }] });
    it.at('2026-05-04T12:11:00.000Z');
    expect(await it.borrowed.ask(mintToken)).toMatchObject({
      status: 401,
      body: { code: 'impersonation-ended', why: 'impersonator-signed-out' },
    });
    expect(it.stopped()).toHaveLength(1);
  });

  test.each<[string, (it: Acting) => Promise<unknown>]>([
    ['signs out everywhere else', ({ kim }) => kim.ask(identity.revokeOtherSessions)],
    ['ends that session', ({ kim, sessionId }) => kim.ask(identity.revokeSession, { path: { sessionId } })],
    [
      'has a new password',
      ({ platform, kim }) => inUnit(platform, endSessionsNeeds, (access) => endedByPassword(access, kim.userId)),
    ],
  ])('at once when the impersonated user %s', async (_, happens) => {
    const it = await acting();
    const { token } = await it.mint();
    await happens(it);
    expect(it.stopped()).toMatchObject([{ data: { why: 'session-revoked' } }]);
    await expect(it.authorized(token)).rejects.toThrow('Unauthorized');
    expect((await it.borrowed.ask(getSession)).status).toBe(401);
  });

  test('after its hour, and the nightly job records that once, for no impersonation that ended before', async () => {
    const it = await acting();
    const another = (await it.become()).body.token as string;
    await it.as(another).ask(stopImpersonation);
    it.at('2026-05-04T13:00:00.000Z');
    expect((await it.borrowed.ask(getSession)).status).toBe(401);
    expect(it.stopped()).toHaveLength(1);
    // DynamoDB may have deleted the expired session. The record of the impersonation is kept for days longer.
    it.at('2026-05-09T02:30:00.000Z');
    const run = () => identity.purgeSessions.with(it.platform)({});
    await Promise.all([run(), run()]);
    await run();
    expect(it.stopped().map(({ data }) => data.why)).toEqual(['stopped', 'time-is-up']);
    expect(it.stopped().at(-1)).toMatchObject({ by: it.ada.userId, stream: { org: it.admin, id: it.sessionId } });
  });
});
