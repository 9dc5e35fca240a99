import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { good } from '#test/support/http/people';
import { endpoints } from '#test/support/http/requests';
import { aStaff } from '#test/support/http/staff';
import { operatorPlatform } from '#test/support/runtime/operator-platform';

const operator = operatorPlatform();
const jobs = [
  'POST /jobs/purge-sessions',
  'POST /jobs/purge-sign-ins',
  'POST /jobs/lapse-invitations',
  'POST /jobs/end-consents',
  'POST /jobs/purge-who-is',
  'POST /jobs/purge-messages',
  'POST /jobs/purge-delivery-history',
  'POST /jobs/remove-orphaned-locations',
];

describe.skipIf(!operator)('an owner of an organization of type Admin', () => {
  let staff: Awaited<ReturnType<typeof aStaff>>;
  beforeAll(async () => {
    staff = await aStaff(operator!.platform);
  });
  afterAll(() => operator?.close());

  test('can run every job', () => {
    expect(
      endpoints
        .map(({ route }) => route)
        .filter((route) => / \/jobs\//.test(route))
        .toSorted(),
    ).toEqual(jobs.toSorted());
  });

  test.each(jobs)('%s reports', async (route) => {
    const path = route.slice('POST '.length);
    const { body } = good(await (await staff.member()).post(path, {}));
    const job = path.slice('/jobs/'.length).replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
    expect(body).toMatchObject({ job, lockAcquired: true, done: true });
    expect(body.affected).toBeGreaterThanOrEqual(0);
  });

  test('runs a job once at a time', async () => {
    const owner = await staff.member();
    const reports = await Promise.all(Array.from({ length: 10 }, () => owner.post('/jobs/purge-sign-ins', {})));
    const ran = reports.filter((answer) => good(answer).body.lockAcquired);
    expect(ran.length).toBeGreaterThanOrEqual(1);
    for (const { body } of reports) if (!body.lockAcquired) expect(body).toMatchObject({ affected: 0, done: false });
  });
});
