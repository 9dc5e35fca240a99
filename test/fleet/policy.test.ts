import { keyHolder, type Role } from '@waybill/kernel';
import { scenario, somebody } from '@waybill/kernel/testing';
import { describe, expect, test } from 'vitest';
import { BufferChanged } from '#events/fleet';
import { changeFleetPolicy } from '#functions/fleet/commands/change-fleet-policy';
import * as fleet from '#functions/fleet/manifest';
import { inMemory } from '../support/in-memory.ts';

describe('saying how long drivers and vehicles rest', () => {
  const { given: before } = scenario(changeFleetPolicy);
  const among = (role: Role) => ({ organization: { members: { [somebody.userId]: { role } } } });
  const given = (...facts: Parameters<typeof before>) =>
    before(...facts)
      .asking({ role: 'owner' })
      .seeing(among('owner'));

  test('holds from now on', () =>
    given()
      .when({ bufferMinutes: 30 })
      .emits(BufferChanged({ bufferMinutes: 30 })));

  test('may be said again', () =>
    given(BufferChanged({ bufferMinutes: 30 }))
      .when({ bufferMinutes: 0 })
      .emits(BufferChanged({ bufferMinutes: 0 })));

  test('says nothing when it is so already', () => {
    given().when({ bufferMinutes: 0 }).emitsNothing();
    given(BufferChanged({ bufferMinutes: 30 }))
      .when({ bufferMinutes: 30 })
      .emitsNothing();
  });

  test('is for whoever owns the organisation now, whatever the token says', () => {
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

  test.each([-1, 1441, 0.5, '30', null])('takes minutes up to a day, not %s', (bufferMinutes) =>
    expect(changeFleetPolicy.definition.input.safeParse({ bufferMinutes }).success).toBe(false),
  );
});

test('a policy is there before anybody has set it, and belongs to the owner', async () => {
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
