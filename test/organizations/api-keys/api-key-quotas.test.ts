import { hashOf, newSecret } from '@waybill/auth';
import { type Caller, keyHolder, newId, putRecord } from '@waybill/kernel';
import { memory } from '@waybill/kernel/memory';
import { itsId, recorded, scenario, secret, someCaller } from '@waybill/kernel/testing';
import { describe, expect, test } from 'vitest';
import { ApiKeyCreated, memberships } from '#events/organizations';
import { authorizer } from '#functions/organizations/authorizer';
import { createApiKey } from '#functions/organizations/commands/api-keys/create-api-key';
import { revokeApiKey } from '#functions/organizations/commands/api-keys/revoke-api-key';
import { rotateApiKey } from '#functions/organizations/commands/api-keys/rotate-api-key';
import { keyExpiries } from '#functions/organizations/domain/api-keys/key-expiry';
import { keyText } from '#functions/organizations/domain/api-keys/key-text';
import { membershipId } from '#functions/organizations/domain/members/memberships';
import { acmeWith } from '../support/organizations.ts';

const robot = { name: 'Robot', role: 'agent' } as const;
const { orgId: organizationId, userId } = someCaller;
const expiresAt = '2027-05-04T12:00:00.000Z';
const asA = (role: 'officer' | 'owner', type: 'Admin' | 'Support' | 'Customer') => ({
  organization: { ...acmeWith({ [userId]: role }), type },
});
const trusted = ApiKeyCreated({
  ...robot,
  prefix: 'wb_1',
  hash: hashOf(secret),
  expiresAt,
  orgType: 'Admin',
  trusted: true,
});

/** What the creation of a key writes. */
const made = (orgType: 'Admin' | 'Customer', limits: object) => [
  ApiKeyCreated({ ...robot, prefix: `wb_${itsId.slice(0, 8)}`, hash: hashOf(secret), expiresAt, orgType, ...limits }),
  putRecord(memberships, membershipId({ userId, organizationId }), {
    userId,
    organizationId,
    apiKeys: { [itsId]: expiresAt },
  }),
  putRecord(keyExpiries, itsId, { organizationId }, '2027-06-03T12:00:00.000Z'),
];

describe('the quota of a key', () => {
  test('is that of every key, unless it was created with its own', () => {
    const given = scenario(createApiKey).given().seeing(asA('officer', 'Customer'));
    given.when(robot).emits(...made('Customer', {}));
    const own = { quotaPerMinute: 60, quotaPerDay: 5_000 };
    given.when({ ...robot, ...own }).emits(...made('Customer', own));
  });

  test.each([
    ['quotaPerMinute', 0],
    ['quotaPerMinute', 6_001],
    ['quotaPerMinute', 600_000],
    ['quotaPerMinute', 1.5],
    ['quotaPerDay', 0],
    ['quotaPerDay', 1_000_001],
    ['quotaPerDay', -1],
    ['quotaPerDay', '5'],
  ])('is bounded: %s of %j is refused', (field, value) => {
    const { success } = createApiKey.definition.input.safeParse({
      ...robot,
      quotaPerMinute: 1,
      quotaPerDay: 1_000_000,
    });
    expect(success).toBe(true);
    const { error } = createApiKey.definition.input.safeParse({ ...robot, [field]: value });
    expect(error?.issues.map(({ path }) => path)).toEqual([[field]]);
  });
});

describe('a trusted key', () => {
  const given =
    (seeing: object, ...events: any[]) =>
    (command: any) =>
      scenario(command)
        .given(...events)
        .seeing(seeing as any);

  test.each([
    ['an officer of an admin organization', asA('officer', 'Admin')],
    ['an owner of a customer', asA('owner', 'Customer')],
    ['an owner of a support organization', asA('owner', 'Support')],
  ])('is not given, rotated or revoked by %s', (_, seeing) => {
    given(seeing)(createApiKey)
      .when({ ...robot, trusted: true })
      .refuses('trust-not-yours-to-give', {}, 403);
    given(seeing, trusted)(rotateApiKey).when({}).refuses('trust-not-yours-to-give', {}, 403);
    given(seeing, trusted)(revokeApiKey).when({}).refuses('trust-not-yours-to-give', {}, 403);
  });

  test('is not given by an owner who was an owner when the token was issued', () =>
    given(asA('officer', 'Admin'))(createApiKey)
      .asking({ role: 'owner', orgType: 'Admin' } as Partial<Caller>)
      .when({ ...robot, trusted: true })
      .refuses('trust-not-yours-to-give', {}, 403));

  test('is given by an owner of an admin organization', () =>
    given(asA('owner', 'Admin'))(createApiKey)
      .asking({ role: 'owner', orgType: 'Admin' } as Partial<Caller>)
      .when({ ...robot, trusted: true })
      .emits(...made('Admin', { trusted: true })));

  test('is trusted only with the value true', () =>
    expect(createApiKey.definition.input.safeParse({ ...robot, trusted: 'true' }).success).toBe(false));
});

test('the authorizer passes the quota and the trust of a key on, and nothing of a key without', async () => {
  const platform = memory({ clock: () => new Date('2026-05-05T12:00:00.000Z') });
  const orgId = newId('org');
  const contextOf = async (more: object) => {
    const [id, text] = [newId(), newSecret()];
    const data = { ...trusted.data, trusted: undefined, hash: hashOf(text), ...more };
    const [event] = recorded([ApiKeyCreated(data as any)], { context: 'organizations', aggregate: 'api-key', id });
    platform.given([{ ...event!, stream: { ...event!.stream, org: orgId } }]);
    const { context } = await authorizer.with(platform)({
      methodArn: 'arn:aws:execute-api:eu:1:api/v1/GET/drivers',
      headers: { 'X-Api-Key': keyText({ apiKeyId: id, orgId, secret: text }) },
    } as any);
    expect(context).toMatchObject({ sub: keyHolder(id) });
    return context;
  };
  expect(await contextOf({ quotaPerMinute: 7, quotaPerDay: 9 })).toMatchObject({ quotaPerMinute: 7, quotaPerDay: 9 });
  expect(await contextOf({ trusted: true })).toMatchObject({ trusted: true });
  const plain = await contextOf({});
  for (const name of ['quotaPerMinute', 'quotaPerDay', 'trusted']) expect(plain).not.toHaveProperty(name);
});
