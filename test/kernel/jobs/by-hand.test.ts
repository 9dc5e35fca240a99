import { byHand, schedule } from '@waybill/kernel';
import { memory } from '@waybill/kernel/memory';
import { describe, expect, test } from 'vitest';
import { MemberRemoved, MemberRoleChanged, members, type OrgType } from '#events/organizations';
import { founded, happened } from '../../identity/support/staff.ts';
import { streamIn } from '../../organizations/support/stream-in.ts';
import { type Asked, ask } from '../support/asking.ts';
import { clockAt } from '../support/platforms.ts';

/** A job of three pages of that many seconds, and an organization whose owner is Ada. */
const world = async ({ type = 'Admin', seconds = 1 }: { type?: OrgType; seconds?: number } = {}) => {
  const clock = clockAt('2026-05-04T02:00:00.000Z');
  const platform = memory({ clock });
  const seen: (string | undefined)[] = [];
  const sweepYard = schedule({
    name: 'sweepYard',
    every: 'cron(0 2 * * ? *)',
    page: async (_, cursor) => {
      seen.push(cursor);
      clock.advance(seconds);
      const page = Number(cursor ?? 1);
      return { affected: 10, next: page < 3 ? `${page + 1}` : undefined };
    },
  });
  const runSweepYard = byHand(sweepYard, { summary: 'Sweep', description: 'Sweeps.', authority: members });
  const orgId = await founded(platform, type, { ada: 'owner', bea: 'officer' });
  const organization = streamIn(orgId, 'organization', orgId);
  const run = (as: Asked['as'] = {}) =>
    ask(platform, runSweepYard, {
      as: as && { userId: 'ada', orgId, orgType: type, role: 'owner', ...as },
      body: {},
    });
  return { platform, organization, seen, run, definition: runSweepYard.definition };
};

describe('a job that is run by hand', () => {
  test('reports as its schedule does', async () => {
    const { run, definition } = await world();
    expect(definition).toMatchObject({ route: 'POST /jobs/sweep-yard', role: 'owner' });
    expect(await run()).toMatchObject({
      status: 200,
      body: {
        job: 'sweepYard',
        lockAcquired: true,
        affected: 30,
        done: true,
        durationMs: 3_000,
        executedAt: '2026-05-04T02:00:00.000Z',
      },
    });
  });

  test('does nothing while its schedule runs', async () => {
    const { run, platform, seen } = await world();
    await platform.locks.acquire('job#sweepYard', 'the schedule', 300);
    expect(await run()).toMatchObject({ status: 200, body: { lockAcquired: false, affected: 0, done: false } });
    expect(seen).toEqual([]);
  });

  test('answers before API Gateway gives up, and the next run continues', async () => {
    const { run, seen } = await world({ seconds: 8 });
    expect((await run()).body).toMatchObject({ affected: 20, done: false });
    expect((await run()).body).toMatchObject({ affected: 10, done: true });
    expect(seen).toEqual([undefined, '2', '3']);
  });

  test.each<[string, Asked['as'], number, string]>([
    ['an officer', { userId: 'bea', role: 'officer' }, 403, 'role-too-low'],
    ['an officer with a token that says owner', { userId: 'bea' }, 403, 'role-too-low'],
    ['an owner of another organization', { orgId: 'acme', orgType: 'Customer' }, 403, 'not-a-member'],
    ['somebody who claims to be its owner', { userId: 'eve' }, 403, 'not-a-member'],
    ['staff that impersonates', { impersonatedBy: 'sam' }, 403, 'impersonating'],
    ['staff that emulates', { emulatedFrom: 'support' }, 403, 'emulating-reads-only'],
    ['nobody', null, 401, 'not-signed-in'],
  ])('is refused to %s', async (_, as, status, code) => {
    const { run, seen } = await world();
    expect(await run(as)).toMatchObject({ status, body: { code } });
    expect(seen).toEqual([]);
  });

  test.each<OrgType>(['Support', 'Customer'])('is refused to owners of an organization of type %s', async (type) => {
    const { run } = await world({ type });
    expect(await run()).toMatchObject({ status: 403, body: { code: 'org-type-not-allowed' } });
  });

  test('is refused to an owner who was removed or demoted, with a token that is still valid', async () => {
    const { run, platform, organization, seen } = await world();
    await happened(platform, organization, MemberRoleChanged({ userId: 'ada', from: 'owner', to: 'agent' }));
    expect(await run()).toMatchObject({ status: 403, body: { code: 'role-too-low' } });
    await happened(platform, organization, MemberRemoved({ userId: 'ada', why: 'removed' }));
    expect(await run()).toMatchObject({ status: 403, body: { code: 'not-a-member' } });
    expect(seen).toEqual([]);
  });

  test('is open to an API key of the organization with the role of an owner', async () => {
    const { run } = await world();
    expect(await run({ userId: 'key:1' })).toMatchObject({ status: 200, body: { lockAcquired: true } });
    expect(await run({ userId: 'key:1', role: 'officer' })).toMatchObject({ status: 403 });
  });
});
