import { createHash } from 'node:crypto';
import { declares, type Event, newId } from '@waybill/kernel';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  MemberJoined,
  MemberRemoved,
  MemberRoleChanged,
  memberships,
  OrganizationCreated,
} from '#events/organizations';
import { seedSecrets } from '#functions/identity/setup/seed-secrets';
import { authorizer } from '#functions/organizations/authorizer';
import { membershipId } from '#functions/organizations/domain/members/memberships';
import { streamIn } from '../../organizations/support/stream-in.ts';
import {
  aUser,
  bearer,
  type From,
  goodPassword,
  identityInMemory,
  otherPassword,
  recorded,
  signedIn,
} from '../support/identity-in-memory.ts';
import { inUnit } from '../support/in-unit.ts';

const start = '2026-05-04T12:00:00.000Z';
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(start) });
  vi.stubEnv('WAYBILL_JWKS_PARAMETER', '/waybill/test/jwks');
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

/** A user who can join an organization and get tokens. */
const working = async () => {
  const system = identityInMemory();
  const { ask, platform } = system;
  await seedSecrets.with(platform)({});
  const person = await aUser(platform);
  const orgId = newId();
  let versions = 0;
  const append = (...facts: Event[]) => {
    platform.given(recorded(streamIn(orgId, 'organization', orgId), facts, versions));
    versions += facts.length;
  };
  const join = async () => {
    append(
      OrganizationCreated({ name: 'Acme', slug: 'acme', type: 'Customer' }),
      MemberJoined({ userId: person.userId, role: 'officer' }),
    );
    const membership = { userId: person.userId, organizationId: orgId };
    await inUnit(platform, declares({ writes: { memberships } }), ({ memberships }) =>
      memberships.put(membershipId(membership), membership),
    );
  };
  const mint = async (from: From) => {
    const answered = await ask('mintToken', {}, from);
    expect(answered.status).toBe(200);
    return { ...answered.body, claims: decodeJwt(answered.body.token) as Record<string, any> };
  };
  const authorized = (token: string) =>
    authorizer.with(platform)({
      headers: { authorization: `Bearer ${token}` },
      methodArn: 'arn:aws:execute-api:eu-west-1:123456789012:api/v1/GET/deliveries',
    } as any);
  return { ...system, ...person, orgId, append, join, mint, authorized };
};

describe('a token', () => {
  test('of a user without an organization names only the user', async () => {
    const { mint, token, userId, email, username, authorized } = await working();
    const minted = await mint(bearer(token));
    expect(minted.claims).toEqual({
      iss: 'https://api.waybill.test/v1',
      aud: 'waybill-api',
      sub: userId,
      email,
      username,
      orgId: null,
      orgType: null,
      role: null,
      fp: null,
      isEmulating: false,
      emulatedOrgId: null,
      emulatedOrgType: null,
      isImpersonating: false,
      sid: null,
      impersonatedBy: null,
      impersonatingEmail: null,
      impersonatingUsername: null,
      iat: Date.parse(start) / 1000,
      exp: Date.parse(start) / 1000 + 900,
    });
    expect(minted.expiresAt).toBe('2026-05-04T12:15:00.000Z');
    expect(decodeProtectedHeader(minted.token)).toEqual({ alg: 'RS256', typ: 'JWT', kid: expect.any(String) });
    expect((await authorized(minted.token)).context).toEqual({ sub: userId });
  });

  test('of a member names the organization and the role', async () => {
    const { mint, join, platform, email, orgId, userId, authorized } = await working();
    await join();
    const { token } = await signedIn(platform, email);
    const minted = await mint(bearer(token));
    expect(minted.claims).toMatchObject({ orgId, orgType: 'Customer', role: 'officer' });
    expect((await authorized(minted.token)).context).toEqual({
      sub: userId,
      orgId,
      orgType: 'Customer',
      role: 'officer',
    });
  });

  test('names the current role, or none after a removal', async () => {
    const { mint, join, append, platform, email, userId } = await working();
    await join();
    const { token } = await signedIn(platform, email);
    expect((await mint(bearer(token))).claims.role).toBe('officer');
    append(MemberRoleChanged({ userId, from: 'officer', to: 'auditor' }));
    expect((await mint(bearer(token))).claims.role).toBe('auditor');
    append(MemberRemoved({ userId, why: 'removed' }));
    expect((await mint(bearer(token))).claims).toMatchObject({ orgId: null, orgType: null, role: null });
  });

  test('is for the same organization after a password change', async () => {
    const { mint, join, platform, email, orgId, ask } = await working();
    await join();
    const { token } = await signedIn(platform, email);
    const change = { currentPassword: goodPassword, newPassword: otherPassword };
    const changed = await ask('changePassword', change, bearer(token));
    expect((await mint(bearer(changed.body.token))).claims).toMatchObject({ orgId, role: 'officer' });
  });

  test('is bound to the browser if it was requested with a cookie', async () => {
    const { mint, join, platform, email, authorized } = await working();
    await join();
    const { jar, token } = await signedIn(platform, email);
    const fp = createHash('sha256').update('Firefox/150|application/json').digest('hex');
    const minted = await mint({ cookies: jar });
    expect(minted.claims.fp).toBe(fp);
    expect((await authorized(minted.token)).context).toMatchObject({ fp });
    expect((await mint(bearer(token))).claims.fp).toBeNull();
  });

  test('is valid for a quarter of an hour, with half a minute of tolerance', async () => {
    const { mint, token, authorized } = await working();
    const minted = await mint(bearer(token));
    vi.setSystemTime(Date.parse(start) + 929_000);
    await authorized(minted.token);
    vi.setSystemTime(Date.parse(start) + 931_000);
    await expect(authorized(minted.token)).rejects.toThrow(/^Unauthorized$/);
  });

  test('is refused without a session or after its end', async () => {
    const { ask, token } = await working();
    expect((await ask('mintToken')).status).toBe(401);
    await ask('signOut', {}, bearer(token));
    expect(await ask('mintToken', {}, bearer(token))).toMatchObject({ status: 401, body: { code: 'not-signed-in' } });
  });

  test('does not replace a session, and a session does not replace a token', async () => {
    const { ask, mint, token, authorized } = await working();
    const minted = await mint(bearer(token));
    expect((await ask('getMe', {}, bearer(minted.token))).status).toBe(401);
    await expect(authorized(token)).rejects.toThrow(/^Unauthorized$/);
  });
});
