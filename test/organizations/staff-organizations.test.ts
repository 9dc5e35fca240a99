import type { User } from '@waybill/auth';
import { describe, expect, test } from 'vitest';
import { MemberRoleChanged, orgTypes } from '#events/organizations';
import * as identity from '#functions/identity/manifest';
import * as organizations from '#functions/organizations/manifest';
import { memoryWithUsers } from '../identity/support/people.ts';
import { founded, happened } from '../identity/support/staff.ts';
import { organizationIn } from './support/organizations.ts';
import { streamIn } from './support/stream-in.ts';

const staffTypes = orgTypes.filter((type) => type !== 'Customer');

/** An admin organization that an owner and an officer have active, both with a second factor unless said otherwise. */
const office = async (owner: Partial<User> = {}) => {
  const of = memoryWithUsers();
  const secured = { twoFactorEnabled: true };
  const [ada, bo] = [await of.aUser('Ada', { ...secured, ...owner }), await of.aUser('Bo', secured)];
  const admin = await founded(of.platform, 'Admin', { [ada.userId]: 'owner', [bo.userId]: 'officer' });
  const work = (who: typeof ada, organizationId: string) =>
    who.ask(identity.activateOrganization, { path: { organizationId } });
  await work(ada, admin);
  await work(bo, admin);
  const found = (who: typeof ada, type: string, key?: string) =>
    who.ask(organizations.createOrganization, { body: { name: `New ${type}`, type }, ...(key && { key }) });
  const inAdmin = (...facts: Parameters<typeof happened>[2][]) =>
    happened(of.platform, streamIn(admin, 'organization', admin), ...facts);
  return { ...of, ada, bo, admin, work, found, inAdmin };
};
const no = (code: string) => ({ status: 403, body: { code } });

describe('an organization of staff or partners', () => {
  test.each(staffTypes)(
    'of type %s is created by an owner of an admin organization and recorded in its stream too',
    async (type) => {
      const { ada, admin, found, appended } = await office();
      const { status, body } = await found(ada, type);
      expect(status).toBe(201);
      const audited = appended.findLast((event) => event.type === 'StaffOrganizationFounded')!;
      expect(audited).toMatchObject({
        by: ada.userId,
        stream: { org: admin, aggregate: 'organization', id: admin },
        data: { organizationId: body.organizationId, type },
      });
      const created = appended.findLast((event) => event.type === 'OrganizationCreated')!;
      expect(created.commandId).toBe(audited.commandId);
    },
  );

  test('cannot be created by officers, owners of other types of organization, or without an active one', async () => {
    const { ada, bo, found, work, aUser, platform } = await office();
    const [sue, kim] = [await aUser('Sue', { twoFactorEnabled: true }), await aUser('Kim')];
    await work(sue, await founded(platform, 'Support', { [sue.userId]: 'owner' }));
    await work(kim, await founded(platform, 'Customer', { [kim.userId]: 'owner' }, 'kims'));
    const [lee, own] = [await aUser('Lee'), await founded(platform, 'Customer', { [ada.userId]: 'owner' }, 'adas')];
    for (const type of staffTypes)
      for (const who of [bo, sue, kim, lee]) expect(await found(who, type)).toMatchObject(no('type-not-allowed'));
    await work(ada, own);
    expect(await found(ada, 'Support')).toMatchObject(no('type-not-allowed'));
    expect((await found(lee, 'Customer')).status).toBe(201);
  });

  test('cannot be created by a former owner', async () => {
    const { ada, found, inAdmin } = await office();
    await inAdmin(MemberRoleChanged({ userId: ada.userId, from: 'owner', to: 'officer' }));
    expect(await found(ada, 'Admin')).toMatchObject(no('type-not-allowed'));
  });

  test('needs a founder with a second factor', async () => {
    const { ada, found, appended } = await office({ twoFactorEnabled: false });
    for (const type of staffTypes) expect(await found(ada, type)).toMatchObject(no('second-factor-required'));
    expect((await found(ada, 'Customer')).status).toBe(201);
    expect(appended.some(({ type }) => type === 'StaffOrganizationFounded')).toBe(false);
  });

  test('is created and recorded once for an idempotency key', async () => {
    const { ada, found, appended, platform } = await office();
    const answers = await Promise.all([1, 2, 3].map(() => found(ada, 'Support', 'once')));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(appended.filter(({ type }) => type === 'StaffOrganizationFounded')).toHaveLength(1);
    const { organizationId } = answers[0]!.body;
    expect((await organizationIn(platform, organizationId))!.members).toMatchObject({
      [ada.userId]: { role: 'owner' },
    });
  });
});
