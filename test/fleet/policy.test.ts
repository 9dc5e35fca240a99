import { keyHolder, type Role } from '@waybill/kernel';
import { scenario, someCaller } from '@waybill/kernel/testing';
import { describe, expect, test } from 'vitest';
import { BufferChanged } from '#events/fleet';
import { changeFleetPolicy } from '#functions/fleet/commands/change-fleet-policy';
import * as fleet from '#functions/fleet/manifest';
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
  expect(headers.etag).toBe('"1"');
  expect((await ask('getFleetPolicy', {}, { org: 'another' })).body).toEqual({ bufferMinutes: 0, version: 0 });
});
