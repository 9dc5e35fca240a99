import { keyHolder, type Platform } from '@waybill/kernel';
import { describe, expect, test } from 'vitest';
import { MemberRemoved, MemberRoleChanged } from '#events/organizations';
import * as identity from '#functions/identity/manifest';
import * as organizations from '#functions/organizations/manifest';
import { memoryWithUsers } from '../../identity/support/people.ts';
import { founded, happened } from '../../identity/support/staff.ts';
import { streamIn } from '../support/stream-in.ts';

type Team = ReturnType<typeof memoryWithUsers>;

/** Acme with an owner, an officer and an agent who have it active, a key of each role, an invitation and a consent. */
const acme = async (of: Team = memoryWithUsers()) => {
  const [olga, otto, agnes] = [await of.aUser('Olga'), await of.aUser('Otto'), await of.aUser('Agnes')];
  const members = { [olga.userId]: 'owner', [otto.userId]: 'officer', [agnes.userId]: 'agent' } as const;
  const organizationId = await founded(of.platform, 'Customer', members, 'acme');
  const support = await founded(of.platform, 'Support', {});
  const path = { organizationId };
  for (const who of [olga, otto, agnes]) await who.ask(identity.activateOrganization, { path });
  const make = async (role: string) =>
    (await olga.order(organizations.createApiKey, { body: { name: 'Robot', role } })).body.apiKeyId as string;
  const keys = { owner: await make('owner'), officer: await make('officer'), agent: await make('agent') };
  const invited = await olga.order(organizations.inviteMember, {
    path,
    body: { email: 'ada@example.com', role: 'agent' },
  });
  const consent = { toOrgId: support, expiresAt: '2026-05-05T12:00:00.000Z' };
  const happens = (...facts: Parameters<typeof happened>[2][]) =>
    happened(of.platform, streamIn(organizationId, 'organization', organizationId), ...facts);
  const removed = (who: { userId: string }) => happens(MemberRemoved({ userId: who.userId, why: 'removed' }));
  const { invitationId } = invited.body;
  return { ...of, olga, otto, agnes, organizationId, path, keys, invitationId, consent, happens, removed };
};
type Acme = Awaited<ReturnType<typeof acme>>;

describe('a key with a higher role than the caller', () => {
  /** One after the other, because a revoked key cannot be rotated. */
  const asked = async ({ otto }: Acme, apiKeyId: string, as = {}) => [
    await otto.order(organizations.rotateApiKey, { path: { apiKeyId } }, as),
    await otto.order(organizations.revokeApiKey, { path: { apiKeyId } }, as),
  ];

  test('cannot be made, rotated or revoked by an officer', async () => {
    const it = await acme();
    const { keys, otto, appended } = it;
    const made = await otto.order(organizations.createApiKey, { body: { name: 'Robot', role: 'owner' } });
    const no = { status: 403, body: { code: 'role-too-high', role: 'owner', most: 'officer' } };
    for (const answer of [made, ...(await asked(it, keys.owner))]) expect(answer).toMatchObject(no);
    expect(appended.filter(({ type }) => type === 'ApiKeyRotated' || type === 'ApiKeyRevoked')).toEqual([]);
  });

  test('cannot be revoked by a key with a lower role, whatever its token says', async () => {
    const { keys, otto } = await acme();
    const as = { userId: keyHolder(keys.officer), role: 'officer' } as const;
    const revoke = (apiKeyId: string) => otto.order(organizations.revokeApiKey, { path: { apiKeyId } }, as);
    expect(await revoke(keys.owner)).toMatchObject({ status: 403, body: { code: 'role-too-high' } });
    expect((await revoke(keys.agent)).status).toBe(200);
  });

  test('can be handled by an owner, and lower keys by an officer', async () => {
    const { keys, olga, otto } = await acme();
    for (const fn of [organizations.rotateApiKey, organizations.revokeApiKey]) {
      for (const apiKeyId of [keys.officer, keys.agent])
        expect((await otto.order(fn, { path: { apiKeyId } })).status).toBe(200);
      expect((await olga.order(fn, { path: { apiKeyId: keys.owner } })).status).toBe(200);
    }
  });

  test('cannot be handled by a member whose role was lowered', async () => {
    const it = await acme();
    await it.happens(MemberRoleChanged({ userId: it.otto.userId, from: 'officer', to: 'agent' }));
    for (const answer of await asked(it, it.keys.agent, { role: 'owner' }))
      expect(answer).toMatchObject({ status: 403, body: { code: 'role-too-low', role: 'agent', least: 'officer' } });
  });

  test('gets the organization type from the stream, not from the token', async () => {
    const { olga, appended } = await acme();
    const body = { name: 'Robot', role: 'agent' };
    expect((await olga.order(organizations.createApiKey, { body }, { orgType: 'Admin' })).status).toBe(201);
    expect(appended.at(-1)).toMatchObject({ type: 'ApiKeyCreated', data: { orgType: 'Customer' } });
  });
});

/** Every request that gives or takes power in an organization, as its owner would send it. */
const powers = ({ keys, path, invitationId, consent, agnes }: Acme) =>
  [
    [organizations.createApiKey, { body: { name: 'Robot', role: 'agent' } }],
    [organizations.rotateApiKey, { path: { apiKeyId: keys.agent } }],
    [organizations.revokeApiKey, { path: { apiKeyId: keys.agent } }],
    [identity.grantEmulationConsent, { body: consent }],
    [identity.revokeEmulationConsent, { path: { toOrgId: consent.toOrgId } }],
    [organizations.inviteMember, { path, body: { email: 'eve@example.com', role: 'auditor' } }],
    [organizations.resendInvitation, { path: { ...path, invitationId } }],
    [organizations.cancelInvitation, { path: { ...path, invitationId } }],
    [organizations.changeMemberRole, { path: { ...path, userId: agnes.userId }, body: { role: 'auditor' } }],
    [organizations.removeMember, { path: { ...path, userId: agnes.userId } }],
    [organizations.renameOrganization, { path, body: { name: 'Emca' } }],
  ] as const;

describe('a token from before a removal or demotion', () => {
  test('gives no power to a removed member', async () => {
    const it = await acme();
    expect((await it.olga.order(identity.grantEmulationConsent, { body: it.consent })).status).toBe(201);
    await it.removed(it.otto);
    const before = it.appended.length;
    const token = { orgId: it.organizationId, orgType: 'Customer', role: 'owner' } as const;
    for (const [fn, what] of powers(it))
      expect(await it.otto.order(fn, what, token)).toMatchObject({ status: 403, body: { code: 'not-a-member' } });
    expect(it.appended).toHaveLength(before);
  });

  test('gives no power to a demoted member', async () => {
    const it = await acme();
    expect((await it.olga.order(identity.grantEmulationConsent, { body: it.consent })).status).toBe(201);
    await it.happens(MemberRoleChanged({ userId: it.otto.userId, from: 'officer', to: 'agent' }));
    const before = it.appended.length;
    for (const [fn, what] of powers(it)) {
      const answer = await it.otto.order(fn, what, { role: 'owner' });
      expect(answer).toMatchObject({ status: 403, body: { code: 'role-too-low', role: 'agent' } });
    }
    expect(it.appended).toHaveLength(before);
  });

  test('gives no power in an organization that does not exist', async () => {
    const { olga } = await acme();
    const nowhere = await olga.order(
      organizations.createApiKey,
      { body: { name: 'Robot', role: 'agent' } },
      { orgId: 'nowhere' },
    );
    expect(nowhere).toMatchObject({ status: 403, body: { code: 'not-a-member' } });
  });
});

describe('a change during a command', () => {
  /** Runs a change once, right before the commit. */
  const meanwhile = () => {
    let next: (() => Promise<unknown>) | undefined;
    const parts = ({ events }: Platform) => ({
      events: {
        ...events,
        commit: async (commit: Parameters<typeof events.commit>[0]) => {
          const now = next;
          next = undefined;
          await now?.();
          return events.commit(commit);
        },
      },
    });
    return {
      parts,
      happens: (what: () => Promise<unknown>) => {
        next = what;
      },
    };
  };

  test.each([
    ['createApiKey', organizations.createApiKey],
    ['rotateApiKey', organizations.rotateApiKey],
    ['revokeApiKey', organizations.revokeApiKey],
    ['grantEmulationConsent', identity.grantEmulationConsent],
    ['inviteMember', organizations.inviteMember],
  ])('%s is refused to a member who is removed before the commit', async (_, asked) => {
    const { parts, happens } = meanwhile();
    const it = await acme(memoryWithUsers(parts));
    const [fn, what] = powers(it).find(([fn]) => fn === asked)!;
    happens(() => it.removed(it.otto));
    expect(await it.otto.order(fn, what)).toMatchObject({ status: 403, body: { code: 'not-a-member' } });
    expect(it.appended.at(-1)!.type).toBe('MemberRemoved');
  });

  test.each([
    ['revokeApiKey', organizations.revokeApiKey],
    ['grantEmulationConsent', identity.grantEmulationConsent],
    ['inviteMember', organizations.inviteMember],
    ['changeMemberRole', organizations.changeMemberRole],
  ])('%s is refused to a key that is revoked before the commit', async (_, asked) => {
    const { parts, happens } = meanwhile();
    const it = await acme(memoryWithUsers(parts));
    const [fn, what] = powers(it).find(([fn]) => fn === asked)!;
    happens(() => it.olga.order(organizations.revokeApiKey, { path: { apiKeyId: it.keys.officer } }));
    const byKey = { userId: keyHolder(it.keys.officer), role: 'officer' } as const;
    expect(await it.otto.order(fn, what, byKey)).toMatchObject({ status: 403, body: { code: 'not-a-member' } });
    expect(it.appended.at(-1)!.type).toBe('ApiKeyRevoked');
  });
});
