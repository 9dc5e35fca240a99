import { newId } from '@waybill/kernel';
import { describe, expect, test, vi } from 'vitest';
import { MemberRemoved } from '#events/organizations';
import { grantEmulationConsent } from '#functions/identity/commands/grant-emulation-consent';
import { revokeEmulationConsent } from '#functions/identity/commands/revoke-emulation-consent';
import { startEmulation } from '#functions/identity/commands/start-emulation';
import { stopEmulation } from '#functions/identity/commands/stop-emulation';
import { consentId, consents, isActive } from '#functions/identity/domain/acting/consents';
import { activateOrganization } from '#functions/identity/endpoints/session/activate-organization';
import { mintToken } from '#functions/identity/endpoints/session/mint-token';
import { listEmulationConsents } from '#functions/identity/queries/list-emulation-consents';
import { endConsents } from '#functions/identity/schedules/end-consents';
import { seedSecrets } from '#functions/identity/setup/seed-secrets';
import { authorizer } from '#functions/organizations/authorizer';
import { createApiKey } from '#functions/organizations/commands/api-keys/create-api-key';
import { ask } from '../../kernel/support/asking.ts';
import { streamIn } from '../../organizations/support/stream-in.ts';
import { memoryWithUsers } from '../support/people.ts';
import { founded, happened } from '../support/staff.ts';

const day = 86_400_000;

/** A customer with an officer, and a support organization with an agent, each active in their sessions. */
const helpdesk = async () => {
  const it = memoryWithUsers();
  const { platform, aUser, appended } = it;
  const soon = (days = 7) => new Date(platform.clock().getTime() + days * day).toISOString();
  const [otto, sue] = [await aUser('Otto'), await aUser('Sue')];
  const customer = await founded(platform, 'Customer', { [otto.userId]: 'officer' });
  const support = await founded(platform, 'Support', { [sue.userId]: 'agent' });
  const work = (who: typeof sue, organizationId: string) => who.ask(activateOrganization, { path: { organizationId } });
  await work(otto, customer);
  await work(sue, support);
  const grant = (more: object = {}) =>
    otto.order(grantEmulationConsent, { body: { toOrgId: support, expiresAt: soon(), ...more } });
  const revoke = () => otto.order(revokeEmulationConsent, { path: { toOrgId: support } });
  const start = (organizationId = customer) => sue.ask(startEmulation, { body: { organizationId } });
  const stop = () => sue.ask(stopEmulation);
  const types = () => appended.filter(({ type }) => type.startsWith('Emulation')).map(({ type }) => type);
  const active = async (toOrgId = support) => {
    const known = await platform.records.get(consents, consentId({ orgId: customer, toOrgId }));
    return known !== undefined && isActive(known.data, platform.clock().toISOString());
  };
  const removed = () =>
    happened(
      platform,
      streamIn(support, 'organization', support),
      MemberRemoved({ userId: sue.userId, why: 'removed' }),
    );
  return { ...it, otto, sue, customer, support, soon, work, grant, revoke, start, stop, types, active, removed };
};

describe('a consent', () => {
  test('lets an organization of staff read until it ends', async () => {
    const { grant, active, later, customer, support, otto, soon } = await helpdesk();
    expect(await active()).toBe(false);
    const expiresAt = soon();
    const { status, body } = await grant();
    expect(status).toBe(201);
    expect(body).toMatchObject({ orgId: customer, toOrgId: support, grantedBy: otto.userId, expiresAt });
    expect(await active()).toBe(true);
    later(7);
    expect(await active()).toBe(false);
  });

  test('is given to existing organizations of staff only', async () => {
    const { grant, platform, customer, otto } = await helpdesk();
    const partner = await founded(platform, 'Affiliate', { [otto.userId]: 'owner' });
    expect(await grant({ toOrgId: newId('unknown') })).toMatchObject({
      status: 404,
      body: { code: 'organization-not-found' },
    });
    for (const toOrgId of [partner, customer])
      expect(await grant({ toOrgId })).toMatchObject({ status: 403, body: { code: 'org-type-not-allowed' } });
  });

  test('is given by officers and owners', async () => {
    const { otto, support, soon } = await helpdesk();
    const body = { toOrgId: support, expiresAt: soon() };
    const answer = await otto.order(grantEmulationConsent, { body }, { role: 'agent' });
    expect(answer).toMatchObject({ status: 403, body: { code: 'role-too-low' } });
  });

  test('ends in the future, within thirty days', async () => {
    const { grant, soon } = await helpdesk();
    expect((await grant({ expiresAt: soon(0) })).body.code).toBe('expires-in-the-past');
    expect((await grant({ expiresAt: soon(30.1) })).body.code).toBe('expires-too-late');
    expect((await grant({ expiresAt: soon(30) })).status).toBe(201);
  });

  test('is refused while another one is active, and allowed after that has expired', async () => {
    const { grant, later, types, active } = await helpdesk();
    await grant();
    expect(await grant()).toMatchObject({ status: 409, body: { code: 'consent-active' } });
    later(7);
    expect((await grant()).status).toBe(201);
    expect(await active()).toBe(true);
    expect(types()).toEqual(['EmulationConsentGranted', 'EmulationConsentEnded', 'EmulationConsentGranted']);
  });

  test('is given once by two simultaneous requests', async () => {
    const { grant } = await helpdesk();
    const answers = await Promise.all([grant(), grant(), grant()]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409]);
  });

  test('can be revoked once and given again', async () => {
    const { grant, revoke, active, later } = await helpdesk();
    expect(await revoke()).toMatchObject({ status: 404, body: { code: 'emulation-consent-not-found' } });
    await grant();
    expect((await revoke()).status).toBe(200);
    expect(await active()).toBe(false);
    expect(await revoke()).toMatchObject({ status: 409, body: { code: 'consent-ended' } });
    expect((await grant()).status).toBe(201);
    later(8);
    expect(await revoke()).toMatchObject({ status: 409, body: { code: 'consent-ended' } });
  });

  test('is listed while it is active, newest first, for the giving and the receiving organization', async () => {
    const { grant, otto, sue, platform, customer, support, at, later } = await helpdesk();
    const admin = await founded(platform, 'Admin', {});
    await grant();
    at('2026-05-04T13:00:00.000Z');
    await grant({ toOrgId: admin, expiresAt: '2026-05-05T00:00:00.000Z' });
    const given = (query = {}) => otto.order(listEmulationConsents, { query }, { role: 'auditor' });
    const names = (answer: { body: any }) => answer.body.items.map(({ toOrgId }: any) => toOrgId);
    expect(names(await given())).toEqual([admin, support]);
    const first = await given({ limit: '1' });
    expect(names(first)).toEqual([admin]);
    const rest = await given({ limit: '1', cursor: first.body.nextCursor });
    expect([names(rest), rest.body.nextCursor]).toEqual([[support], undefined]);

    const received = { query: { direction: 'received' } };
    expect((await sue.order(listEmulationConsents, received)).body.items).toMatchObject([{ orgId: customer }]);
    expect((await otto.order(listEmulationConsents, received)).body.code).toBe('org-type-not-allowed');
    const stolen = { query: { limit: '1', cursor: first.body.nextCursor } };
    expect((await sue.order(listEmulationConsents, stolen)).status).toBe(400);
    later(1);
    expect(names(await given())).toEqual([support]);
  });
});

describe('emulation', () => {
  test('is shown in the session until it is stopped', async () => {
    const { grant, start, stop, sue, customer, support, appended } = await helpdesk();
    await grant();
    expect(await start()).toMatchObject({ status: 200, body: { organizationId: customer } });
    expect((await sue.session()).emulatedOrganizationId).toBe(customer);
    const { id: sessionId } = await sue.session();
    expect(appended.at(-1)).toMatchObject({
      type: 'EmulationStarted',
      by: sue.userId,
      stream: { org: customer, aggregate: 'emulation', id: sessionId },
      data: { userId: sue.userId, fromOrgId: support, sessionId },
    });
    expect((await start()).body.code).toBe('emulating-already');
    expect((await stop()).status).toBe(200);
    expect((await sue.session()).emulatedOrganizationId).toBeNull();
    expect(appended.at(-1)).toMatchObject({ type: 'EmulationStopped', by: sue.userId, stream: { org: customer } });
    expect(await stop()).toMatchObject({ status: 409, body: { code: 'not-emulating' } });
  });

  test('needs an active consent', async () => {
    const { grant, revoke, start, later } = await helpdesk();
    const refused = { status: 403, body: { code: 'no-consent' } };
    expect(await start()).toMatchObject(refused);
    expect(await start(newId('unknown'))).toMatchObject(refused);
    await grant();
    await revoke();
    expect(await start()).toMatchObject(refused);
    await grant();
    later(7);
    expect(await start()).toMatchObject(refused);
  });

  test('needs current membership in an organization of staff that is active in the session', async () => {
    const { grant, otto, customer, start, removed, platform, sue, work } = await helpdesk();
    await grant();
    const byOtto = await otto.ask(startEmulation, { body: { organizationId: customer } });
    expect(byOtto).toMatchObject({ status: 403, body: { code: 'org-type-not-allowed' } });
    const own = await founded(platform, 'Customer', { [sue.userId]: 'owner' }, 'sues');
    await work(sue, own);
    expect(await start()).toMatchObject({ status: 403, body: { code: 'org-type-not-allowed' } });
    await removed();
    const stranger = await helpdesk();
    await stranger.grant();
    await stranger.removed();
    expect(await stranger.start()).toMatchObject({ status: 403, body: { code: 'not-a-member' } });
  });

  test('gives the rights of an auditor, and ends with the next token after the consent', async () => {
    const { grant, revoke, start, sue, platform, customer, support } = await helpdesk();
    vi.stubEnv('WAYBILL_JWKS_PARAMETER', '/waybill/test/jwks');
    await seedSecrets.with(platform)({});
    await grant();
    await start();
    const authorized = async () => {
      const { body } = await sue.ask(mintToken);
      const event: any = {
        headers: { authorization: `Bearer ${body.token}` },
        methodArn: 'arn:aws:execute-api:r:1:api/v1/GET/x',
      };
      return (await authorizer.with(platform)(event)).context as any;
    };
    const looking = await authorized();
    expect(looking).toMatchObject({ orgId: customer, role: 'auditor', emulatedFrom: support });
    const body = { name: 'Robot', role: 'auditor' };
    const write = await ask(platform, createApiKey, { body, as: { ...looking, userId: looking.sub } });
    expect(write).toMatchObject({ status: 403, body: { code: 'role-too-low' } });
    await revoke();
    const own = await authorized();
    expect(own).toMatchObject({ orgId: support, role: 'agent' });
    expect(own).not.toHaveProperty('emulatedFrom');
  });
});

describe('the job that ends consents', () => {
  test('records the end of expired consents, deletes their records and leaves the others', async () => {
    const { grant, platform, types, later, active, soon, appended, customer } = await helpdesk();
    const admin = await founded(platform, 'Admin', {});
    await grant({ expiresAt: soon(2) });
    await grant({ toOrgId: admin, expiresAt: soon(20) });
    const run = () => endConsents.with(platform)({});
    expect(await run()).toMatchObject({ lockAcquired: true, affected: 0 });
    later(3);
    expect(await run()).toMatchObject({ job: 'endConsents', lockAcquired: true, affected: 1 });
    expect(types()).toEqual(['EmulationConsentGranted', 'EmulationConsentGranted', 'EmulationConsentEnded']);
    expect(appended.at(-1)).toMatchObject({ by: 'endConsents', stream: { org: customer } });
    expect(await active()).toBe(false);
    expect(await active(admin)).toBe(true);
    expect(await run()).toMatchObject({ affected: 0 });
  });

  test('ignores revoked consents', async () => {
    const { grant, revoke, platform, types, later } = await helpdesk();
    await grant();
    await revoke();
    later(8);
    expect(await endConsents.with(platform)({})).toMatchObject({ affected: 0 });
    expect(types()).toEqual(['EmulationConsentGranted', 'EmulationConsentRevoked']);
  });

  test('does not run twice at once', async () => {
    const { grant, platform, later } = await helpdesk();
    await grant();
    later(8);
    await platform.locks.acquire('job#endConsents', 'another', 300);
    expect(await endConsents.with(platform)({})).toMatchObject({ lockAcquired: false, affected: 0 });
  });

  test('continues until no expired consent is left', async () => {
    const { platform, otto, soon, later, appended } = await helpdesk();
    for (let i = 0; i < 120; i++) {
      const toOrgId = await founded(platform, 'Support', {}, `support ${i}`);
      await otto.order(grantEmulationConsent, { body: { toOrgId, expiresAt: soon(1) } });
    }
    later(2);
    expect(await endConsents.with(platform)({})).toMatchObject({ affected: 120 });
    expect(appended.filter(({ type }) => type === 'EmulationConsentEnded')).toHaveLength(120);
  });
});
