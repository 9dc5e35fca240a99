import { hashOf } from '@waybill/auth';
import { deleteRecord, putRecord } from '@waybill/kernel';
import { itsId, now, orgId, scenario } from '@waybill/kernel/testing';
import { describe, expect, test } from 'vitest';
import { ApiKeyCreated, ApiKeyExpiring, ApiKeyRevoked, ApiKeyRotated } from '#events/organizations';
import * as identity from '#functions/identity/manifest';
import { warnOfExpiry } from '#functions/organizations/commands/api-keys/warn-of-expiry';
import { aYearAfter, keyExpiries } from '#functions/organizations/domain/api-keys/key-expiry';
import * as organizations from '#functions/organizations/manifest';
import { unsentMails } from '../../identity/support/identity-in-memory.ts';
import { memoryWithUsers, queueEvent } from '../../identity/support/people.ts';
import { founded, happened } from '../../identity/support/staff.ts';
import { streamIn } from '../support/stream-in.ts';

/** Acme with two owners and an officer, and a clock that can be moved to the time of the nightly job. */
const acme = async () => {
  const of = memoryWithUsers();
  const [olga, oleg, otto] = [await of.aUser('Olga'), await of.aUser('Oleg'), await of.aUser('Otto')];
  const members = { [olga.userId]: 'owner', [oleg.userId]: 'owner', [otto.userId]: 'officer' } as const;
  const organizationId = await founded(of.platform, 'Customer', members, 'acme');
  for (const who of [olga, oleg, otto]) await who.ask(identity.activateOrganization, { path: { organizationId } });
  const ask = (body: object) =>
    otto.order(organizations.createApiKey, { body: { name: 'Robot', role: 'agent', ...body } });
  const make = async (expiresAt?: string) => (await ask({ ...(expiresAt && { expiresAt }) })).body.apiKeyId as string;
  const rotate = (apiKeyId: string) => otto.order(organizations.rotateApiKey, { path: { apiKeyId } });
  const night = (date: string) => {
    of.at(`${date}T03:30:00.000Z`);
    return organizations.warnOfExpiringKeys.with(of.platform)({});
  };
  const warnings = () => of.appended.filter(({ type }) => type === 'ApiKeyExpiring');
  const receive = (times = 1) =>
    identity.mailApiKeyExpiring.with(of.platform)(queueEvent(warnings().at(-1)!, times) as any);
  const outbox = () => unsentMails(of.platform);
  return { ...of, olga, oleg, otto, organizationId, ask, make, rotate, night, warnings, receive, outbox };
};

describe('a new key', () => {
  test('expires after a year by default', async () => {
    const { ask, appended } = await acme();
    const { status, body } = await ask({});
    expect([status, body.expiresAt]).toEqual([201, '2027-05-04T12:00:00.000Z']);
    expect(appended.at(-1)!.data).toMatchObject({ expiresAt: '2027-05-04T12:00:00.000Z' });
  });

  test('expires within a year at most', async () => {
    const { ask } = await acme();
    expect((await ask({ expiresAt: '2027-05-04T12:00:00.000Z' })).status).toBe(201);
    expect(await ask({ expiresAt: '2027-05-04T12:00:00.001Z' })).toMatchObject({
      status: 400,
      body: { code: 'invalid-input', errors: [{ path: 'expiresAt' }] },
    });
  });

  test.each([
    ['2026-02-28T00:00:00.000Z', '2027-02-28T00:00:00.000Z'],
    ['2027-03-01T00:00:00.000Z', '2028-03-01T00:00:00.000Z'],
    ['2028-02-29T00:00:00.000Z', '2029-03-01T00:00:00.000Z'],
  ])('made at %s expires at %s', (made, until) => expect(aYearAfter(made)).toBe(until));
});

describe('a rotated key', () => {
  test('is valid for the term that it was made for', async () => {
    const { make, rotate, later } = await acme();
    const apiKeyId = await make('2026-06-03T12:00:00.000Z');
    later(20);
    const rotated = await rotate(apiKeyId);
    expect([rotated.status, rotated.body.expiresAt]).toEqual([200, '2026-06-23T12:00:00.000Z']);
  });

  test('has an old secret that expires when the key would have expired', async () => {
    const { make, rotate, appended } = await acme();
    await rotate(await make('2026-05-04T18:00:00.000Z'));
    expect(appended.at(-1)!.data).toMatchObject({
      oldUntil: '2026-05-04T18:00:00.000Z',
      expiresAt: '2026-05-04T18:00:00.000Z',
    });
  });

  test('gets an end if it had none', async () => {
    const { platform, organizationId, rotate, appended, later } = await acme();
    const old = ApiKeyCreated({ name: 'Robot', role: 'agent', prefix: 'wb_1', hash: hashOf('secret') });
    await happened(platform, streamIn(organizationId, 'api-key', itsId), old);
    later(300);
    expect((await rotate(itsId)).status).toBe(200);
    expect(appended.at(-1)!.data).toMatchObject({ expiresAt: '2028-02-28T12:00:00.000Z' });
  });
});

describe('the owners are warned', () => {
  test('once 30 and once 7 days before a key expires, however often the job runs', async () => {
    const { make, night, warnings } = await acme();
    const apiKeyId = await make();
    expect(await night('2027-04-04')).toMatchObject({ job: 'warnOfExpiringKeys', lockAcquired: true, affected: 0 });
    for (const date of [
      '2027-04-05',
      '2027-04-05',
      '2027-04-06',
      '2027-04-27',
      '2027-04-28',
      '2027-04-28',
      '2027-05-03',
    ])
      await night(date);
    expect(warnings().map(({ stream, data, at }) => [stream.id, data.days, at.slice(0, 10)])).toEqual([
      [apiKeyId, 30, '2027-04-05'],
      [apiKeyId, 7, '2027-04-28'],
    ]);
    expect(await night('2027-05-05')).toMatchObject({ affected: 0 });
  });

  test('once by simultaneous runs', async () => {
    const { make, platform, at, warnings } = await acme();
    await make();
    at('2027-04-05T03:30:00.000Z');
    const unlocked = { ...platform, locks: { ...platform.locks, acquire: async () => true } };
    const run = () => organizations.warnOfExpiringKeys.with(unlocked)({});
    await Promise.all([run(), run(), run()]);
    expect(warnings()).toHaveLength(1);
  });

  test('only as far ahead as the key is valid: 7 days ahead for ten days, not at all for five', async () => {
    const { make, night, warnings } = await acme();
    await make('2026-05-14T12:00:00.000Z');
    await make('2026-05-09T12:00:00.000Z');
    for (const date of ['2026-05-05', '2026-05-06', '2026-05-07', '2026-05-08', '2026-05-09', '2026-05-10'])
      await night(date);
    expect(warnings().map(({ data }) => data)).toEqual([{ expiresAt: '2026-05-14T12:00:00.000Z', days: 7 }]);
  });

  test('late and once when the job did not run for a while', async () => {
    const { make, night, warnings } = await acme();
    await make();
    await night('2027-05-01');
    expect(warnings().map(({ data }) => data.days)).toEqual([7]);
  });

  test('not about a revoked key, and again about a rotated one', async () => {
    const { make, rotate, otto, at, night, warnings } = await acme();
    const [gone, kept] = [await make(), await make()];
    await otto.order(organizations.revokeApiKey, { path: { apiKeyId: gone } });
    at('2026-11-04T12:00:00.000Z');
    await rotate(kept);
    await night('2027-04-06');
    await night('2027-05-01');
    expect(warnings()).toEqual([]);
    await night('2027-10-06');
    expect(warnings().map(({ stream, data }) => [stream.id, data.days])).toEqual([[kept, 30]]);
  });

  test('about more keys than fit on a page', async () => {
    const { make, night, warnings } = await acme();
    for (let i = 0; i < 60; i++) await make();
    expect(await night('2027-04-06')).toMatchObject({ affected: 60 });
    expect(new Set(warnings().map(({ stream }) => stream.id)).size).toBe(60);
  });

  test('by one mail to each owner for each warning, however often the event is delivered', async () => {
    const { make, night, receive, outbox, organizationId } = await acme();
    const apiKeyId = await make();
    await night('2027-04-06');
    expect(await receive(3)).toEqual({ batchItemFailures: [] });
    await Promise.all([receive(), receive()]);
    const mailed = (await outbox()).filter(({ purpose }) => purpose === 'api-key-expiring');
    expect(mailed.map(({ to }) => to).toSorted()).toEqual(['oleg@example.com', 'olga@example.com']);
    const about = { organization: 'acme', apiKey: 'Robot', prefix: `wb_${apiKeyId.slice(0, 8)}`, days: '30' };
    expect(mailed[0]).toMatchObject({ about: { ...about, expiresAt: '2027-05-04T12:00:00.000Z' } });
    expect(JSON.stringify(mailed)).not.toContain(organizationId);
  });

  test('not by a mail about a key that was rotated meanwhile', async () => {
    const { make, rotate, night, receive, outbox } = await acme();
    const apiKeyId = await make();
    await night('2027-04-06');
    await rotate(apiKeyId);
    await receive();
    expect((await outbox()).filter(({ purpose }) => purpose === 'api-key-expiring')).toEqual([]);
  });
});

describe('a warning', () => {
  const { given } = scenario(warnOfExpiry);
  const expiring = ApiKeyCreated({
    name: 'Robot',
    role: 'agent',
    prefix: 'wb_1',
    hash: 'h',
    expiresAt: '2026-05-10T12:00:00.000Z',
  });

  test('is not recorded for a key that does not expire, has expired or is revoked', () => {
    const { expiresAt: _, ...endless } = expiring.data;
    given(ApiKeyCreated(endless)).when({}).emits(deleteRecord(keyExpiries, itsId));
    given(ApiKeyCreated({ ...expiring.data, expiresAt: now }))
      .when({})
      .emits(deleteRecord(keyExpiries, itsId));
    given(expiring, ApiKeyRevoked({})).when({}).emits(deleteRecord(keyExpiries, itsId));
  });

  test('is given again for the next term of a rotated key', () => {
    const rotated = ApiKeyRotated({ prefix: 'wb_1', hash: 'i', oldUntil: now, expiresAt: '2027-05-04T12:00:00.000Z' });
    given(expiring, ApiKeyExpiring({ expiresAt: expiring.data.expiresAt!, days: 7 }), rotated)
      .when({})
      // Due 30 days before the end. The record is kept for 60 days longer.
      .emits(putRecord(keyExpiries, itsId, { organizationId: orgId }, '2027-06-03T12:00:00.000Z'));
  });
});
