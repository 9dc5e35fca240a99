import { keptToken, sessions } from '@waybill/auth';
import { newId } from '@waybill/kernel';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { MemberRemoved, MemberRoleChanged } from '#events/identity';
import { activateOrganization } from '#functions/identity/calls/activate-organization';
import { changePassword } from '#functions/identity/calls/change-password';
import { getSession } from '#functions/identity/calls/get-session';
import { grantEmulationConsent } from '#functions/identity/calls/grant-emulation-consent';
import { startEmulation } from '#functions/identity/calls/start-emulation';
import { startImpersonation } from '#functions/identity/calls/start-impersonation';
import { stopImpersonation } from '#functions/identity/calls/stop-impersonation';
import { streamIn } from '#functions/identity/streams';
import { ask } from '../kernel/asking.ts';
import { house } from './people.ts';
import { founded, happened } from './staff.ts';

// The library has a clock of its own.
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
afterEach(() => void vi.useRealTimers());

/** An admin organisation with an owner and an officer, and a customer's agent. */
const office = async () => {
  const it = house();
  const at = (time: string) => {
    it.at(time);
    vi.setSystemTime(time);
  };
  at('2026-05-04T12:00:00.000Z');
  const { platform, somebody } = it;
  const [ada, bo, kim] = [await somebody('Ada'), await somebody('Bo'), await somebody('Kim')];
  const admin = await founded(platform, 'Admin', { [ada.userId]: 'owner', [bo.userId]: 'officer' });
  const customer = await founded(platform, 'Customer', { [kim.userId]: 'agent' });
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

describe('acting as somebody else', () => {
  test('is a session of theirs for an hour, and says who is behind it', async () => {
    const { become, as, ada, kim, customer, admin, platform, told } = await office();
    const { status, body } = await become();
    expect([status, body.expiresAt]).toEqual([201, '2026-05-04T13:00:00.000Z']);
    const { data } = (await platform.registers.holding(sessions, 'token', keptToken(body.token)))!;
    expect(data).toMatchObject({
      userId: kim.userId,
      impersonatedBy: ada.userId,
      activeOrganizationId: customer,
      remembered: false,
    });
    expect(JSON.stringify(data)).not.toContain(body.token);
    expect(told.at(-1)).toMatchObject({
      type: 'ImpersonationStarted',
      by: ada.userId,
      stream: { org: admin, aggregate: 'impersonation', id: data.id },
      data: { userId: kim.userId, sessionId: data.id, until: body.expiresAt },
    });
    expect((await as(body.token).ask(getSession)).status).toBe(200);
  });

  test('ends after exactly an hour, however much it is used', async () => {
    const { become, as, at } = await office();
    const { body } = await become();
    for (const minute of ['20', '40', '59']) {
      at(`2026-05-04T12:${minute}:59.000Z`);
      expect((await as(body.token).ask(getSession)).status).toBe(200);
    }
    at('2026-05-04T13:00:00.000Z');
    expect((await as(body.token).ask(getSession)).status).toBe(401);
  });

  test('is for owners of an admin organisation who are at work there', async () => {
    const { become, bo, kim, somebody, platform, work } = await office();
    expect(await become(bo)).toMatchObject(refused(403, 'role-too-low'));
    expect(await become(kim, bo.userId)).toMatchObject(refused(403, 'no-active-organization'));
    const sue = await somebody('Sue');
    const support = await founded(platform, 'Support', { [sue.userId]: 'owner' });
    await work(sue, support);
    expect(await become(sue)).toMatchObject(refused(403, 'org-type-not-allowed'));
  });

  test('is not for those who were owners, or members, a moment ago', async () => {
    const { become, inAdmin, ada } = await office();
    await inAdmin(MemberRoleChanged({ userId: ada.userId, from: 'owner', to: 'officer' }));
    expect(await become()).toMatchObject(refused(403, 'role-too-low'));
    await inAdmin(MemberRemoved({ userId: ada.userId, why: 'removed' }));
    expect(await become()).toMatchObject(refused(403, 'not-a-member'));
  });

  test('is never as oneself, as one of their kind, or as nobody', async () => {
    const { become, ada, bo, inAdmin } = await office();
    expect(await become(ada, ada.userId)).toMatchObject(refused(403, 'not-as-oneself'));
    expect(await become(ada, bo.userId)).toMatchObject(refused(403, 'not-as-an-admin'));
    expect(await become(ada, newId('nobody'))).toMatchObject(refused(404, 'user-not-found'));
    await inAdmin(MemberRemoved({ userId: bo.userId, why: 'left' }));
    expect((await become(ada, bo.userId)).status).toBe(201);
  });

  test('is not done twice over, nor while one looks at another organisation', async () => {
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

  test('does not touch their account', async () => {
    const { become, as } = await office();
    const { body } = await become();
    const passwords = { currentPassword: 'correct horse battery', newPassword: 'staple battery horse' };
    expect((await as(body.token).ask(changePassword, { body: passwords })).status).toBe(403);
  });

  test('is stopped by whoever does it, and the session is no more', async () => {
    const { become, as, ada, kim, admin, told } = await office();
    expect(await ada.ask(stopImpersonation)).toMatchObject(refused(409, 'not-impersonating'));
    const { body } = await become();
    const stopped = await as(body.token).ask(stopImpersonation);
    expect(stopped).toMatchObject({ status: 200, body: { userId: kim.userId } });
    expect(told.at(-1)).toMatchObject({ type: 'ImpersonationStopped', by: ada.userId, stream: { org: admin } });
    expect((await as(body.token).ask(getSession)).status).toBe(401);
    expect((await ada.ask(getSession)).status).toBe(200);
    expect((await kim.ask(getSession)).status).toBe(200);
  });
});
