import { sessions } from '@waybill/auth';
import { declares, type RecordStore } from '@waybill/kernel';
import { memory } from '@waybill/kernel/memory';
import { expect, test } from 'vitest';
import { impersonations } from '#events/identity';
import { noteSignIn, signIns } from '#functions/identity/domain/sign-in/sign-ins';
import { startImpersonation } from '#functions/identity/endpoints/acting/start-impersonation';
import { activateOrganization } from '#functions/identity/endpoints/session/activate-organization';
import { purgeSessions } from '#functions/identity/schedules/purge-sessions';
import { purgeSignIns } from '#functions/identity/schedules/purge-sign-ins';
import { clockAt, dynamoPlatforms, type Open } from '../kernel/support/platforms.ts';
import { inUnit } from './support/in-unit.ts';
import { memoryWithUsers } from './support/people.ts';
import { founded } from './support/staff.ts';

const start = '2026-05-04T12:00:00.000Z';
const hour = 3_600;
const onDynamo = dynamoPlatforms();

/** `count` sessions that expire in an hour, and one that expires in two. */
const asleep = async (count: number, open: Open) => {
  const clock = clockAt(start);
  const platform = await open({ clock });
  const after = (seconds: number) => new Date(Date.parse(start) + seconds * 1000).toISOString();
  const session = (id: string, expiresAt: string) =>
    inUnit(platform, declares({ writes: { sessions } }), async ({ sessions }) => {
      const at = clock().toISOString();
      const data = { id, userId: 'kim', token: `token ${id}`, expiresAt, createdAt: at, updatedAt: at };
      await sessions.put(id, data, expiresAt);
    });
  await Promise.all(Array.from({ length: count }, (_, i) => session(`s${i}`, after(hour))));
  await session('later', after(2 * hour));
  const left = async (store: RecordStore) => {
    const due = await platform.records.findExpired(store, '9999', 1_000);
    return due.map(({ id }) => id);
  };
  return { clock, platform, left };
};

test.each<[string, number, Open]>([
  ['in memory', 250, async ({ clock } = {}) => memory(clock ? { clock } : {})],
  ['on DynamoDB', 25, (options) => onDynamo(options)],
])('expired sessions are deleted, and no others, %s', async (_, count, open) => {
  const { clock, platform, left } = await asleep(count, open);
  const run = () => purgeSessions.with(platform)({});
  expect(await run()).toMatchObject({ lockAcquired: true, affected: 0 });
  clock.advance(hour + 1);
  expect(await run()).toMatchObject({ job: 'purgeSessions', lockAcquired: true, affected: count });
  expect(await left(sessions)).toEqual(['later']);
  expect(await platform.records.findBy(sessions, 'userId', 'kim')).toHaveLength(1);
  expect(await run()).toMatchObject({ affected: 0 });
});

test('a run that overlaps another does nothing', async () => {
  const { clock, platform, left } = await asleep(3, async ({ clock } = {}) => memory(clock ? { clock } : {}));
  clock.advance(hour + 1);
  await platform.locks.acquire('job#purgeSessions', 'another', 300);
  expect(await purgeSessions.with(platform)({})).toMatchObject({ lockAcquired: false, affected: 0 });
  expect(await left(sessions)).toHaveLength(4);
});

test('two simultaneous runs delete each session once', async () => {
  const { clock, platform } = await asleep(40, async ({ clock } = {}) => memory(clock ? { clock } : {}));
  clock.advance(hour + 1);
  const unlocked = { ...platform, locks: { ...platform.locks, acquire: async () => true } };
  const runs = await Promise.all([purgeSessions.with(unlocked)({}), purgeSessions.with(unlocked)({})]);
  expect(runs.reduce((sum, { affected }) => sum + affected, 0)).toBe(40);
});

test('the record of an impersonation is deleted with its session', async () => {
  const { platform, aUser, later } = memoryWithUsers();
  const [ada, kim] = [await aUser('Ada', { twoFactorEnabled: true }), await aUser('Kim')];
  const admin = await founded(platform, 'Admin', { [ada.userId]: 'owner' });
  await ada.ask(activateOrganization, { path: { organizationId: admin } });
  await ada.ask(startImpersonation, { body: { userId: kim.userId } });
  later(1);
  expect(await platform.records.findExpired(impersonations, '9999', 10)).toHaveLength(1);
  expect(await purgeSessions.with(platform)({})).toMatchObject({ affected: 2 });
  expect(await platform.records.findExpired(impersonations, '9999', 10)).toEqual([]);
});

test('sign-in attempts are deleted after 90 days', async () => {
  const { platform, later } = memoryWithUsers();
  const signIn = { userId: 'kim', how: 'password', ip: '192.0.2.1', device: 'a browser' };
  const note = () =>
    inUnit(platform, declares({ writes: { signIns } }), (access) =>
      noteSignIn(access, { ...signIn, outcome: 'SignedIn' }, platform.clock().toISOString()),
    );
  await note();
  later(1);
  await note();
  later(88.9);
  expect(await purgeSignIns.with(platform)({})).toMatchObject({ job: 'purgeSignIns', affected: 0 });
  later(0.2);
  expect(await purgeSignIns.with(platform)({})).toMatchObject({ lockAcquired: true, affected: 1 });
  expect(await platform.records.findBy(signIns, 'userId', 'kim')).toHaveLength(1);
});
