import { keyHolder, type Role } from '@waybill/kernel';
import { recorded, scenario, someCaller } from '@waybill/kernel/testing';
import { describe, expect, test } from 'vitest';
import { BufferChanged } from '#events/fleet';
import { MemberJoined, MemberRemoved, MemberRoleChanged, members, OrganizationCreated } from '#events/organizations';
import { changeFleetPolicy } from '#functions/fleet/commands/change-fleet-policy';
import * as fleet from '#functions/fleet/manifest';
import { policy } from '#functions/fleet/policy';
import { inMemory } from '../support/in-memory.ts';

describe('changing the fleet policy', () => {
  const { given: before } = scenario(changeFleetPolicy);
  const among = (role: Role) => ({ organization: { members: { [someCaller.userId]: { role } } } });
  const given = (...facts: Parameters<typeof before>) =>
    before(...facts)
      .asking({ role: 'owner' })
      .seeing(among('owner'));

  test('records the buffer', () =>
    given()
      .when({ bufferMinutes: 30 })
      .emits(BufferChanged({ bufferMinutes: 30 })));

  test('can be repeated with another value', () =>
    given(BufferChanged({ bufferMinutes: 30 }))
      .when({ bufferMinutes: 0 })
      .emits(BufferChanged({ bufferMinutes: 0 })));

  test('produces no event for the same value', () => {
    given().when({ bufferMinutes: 0 }).emitsNothing();
    given(BufferChanged({ bufferMinutes: 30 }))
      .when({ bufferMinutes: 30 })
      .emitsNothing();
  });

  test('requires a current owner, whatever the token says', () => {
    const token = { role: 'owner' } as const;
    const wanted = { bufferMinutes: 30 };
    for (const role of ['officer', 'agent', 'auditor'] as const)
      given().seeing(among(role)).asking(token).when(wanted).refuses('role-too-low', { role, least: 'owner' }, 403);
    given()
      .seeing({ organization: { members: {} } })
      .when(wanted)
      .refuses('not-a-member', {}, 403);
    given().seeing({ organization: undefined }).when(wanted).refuses('not-a-member', {}, 403);
    given(BufferChanged(wanted))
      .seeing({ organization: { members: {} } })
      .when(wanted)
      .refuses('not-a-member', {}, 403);
    given()
      .seeing({ organization: { members: {} } })
      .asking({ userId: keyHolder('1') })
      .when(wanted)
      .emits(BufferChanged(wanted));
  });

  test.each([-1, 1441, 0.5, '30', null])('accepts minutes up to a day, not %s', (bufferMinutes) =>
    expect(changeFleetPolicy.definition.input.safeParse({ bufferMinutes }).success).toBe(false),
  );
});

test('the members of an organization are those who joined and were not removed, with their latest roles', () => {
  const created = OrganizationCreated({ name: 'Acme', slug: 'acme', type: 'Customer' });
  const joined = [
    MemberJoined({ userId: 'ada', role: 'owner' }),
    MemberJoined({ userId: 'kim', role: 'officer' }),
    MemberJoined({ userId: 'mia', role: 'agent' }),
  ];
  const later = [
    MemberRoleChanged({ userId: 'kim', from: 'officer', to: 'owner' }),
    MemberRemoved({ userId: 'ada', why: 'left' }),
  ];
  expect(members.fold(recorded([created]))).toEqual({ members: {} });
  expect(members.fold(recorded([created, ...joined, ...later]))).toEqual({
    members: { kim: { role: 'owner' }, mia: { role: 'agent' } },
  });
});

test('a policy is stored under names that stay the same', () =>
  expect(policy).toMatchObject({ context: 'fleet', name: 'policy' }));

test('a policy has a default, and only an owner can change it', async () => {
  const { ask } = inMemory(fleet);

  expect((await ask('getFleetPolicy', {}, { role: 'auditor' })).body).toEqual({ bufferMinutes: 0, version: 0 });
  expect((await ask('changeFleetPolicy', { bufferMinutes: 30 }, { role: 'officer' })).status).toBe(403);

  expect((await ask('changeFleetPolicy', { bufferMinutes: 30 }, { org: 'another' })).body.code).toBe('not-a-member');
  const set = await ask('changeFleetPolicy', { bufferMinutes: 30 });
  expect(set).toMatchObject({ status: 200, body: { version: 1 } });
  expect(set.headers).not.toHaveProperty('location');

  const { body, headers } = await ask('getFleetPolicy');
  expect(body).toEqual({ bufferMinutes: 30, version: 1 });
  expect(headers.etag).toMatch(/^"1-/);
  expect((await ask('getFleetPolicy', {}, { org: 'another' })).body).toEqual({ bufferMinutes: 0, version: 0 });
});
