import { orgId } from '@waybill/kernel/testing';
import { expect, test } from 'vitest';
import { dispatches } from '#functions/comms/domain/engine/dispatch';
import { chaos, expectExactlyOnce } from './support/chaos.ts';

// Ten times as many are in `exactly-once.load.test.ts`.
test('of 1,000 notifications each channel of each is sent exactly once, whatever fails, and nothing is lost', async () => {
  const sent = await chaos({ notifications: 1_000, failures: 0.3, kills: 0.02, duplicates: 0.1, seed: 10 });
  // All troubles have happened, often.
  expect(sent.count.failed).toBeGreaterThan(500);
  expect(sent.count.duplicated).toBeGreaterThan(200);
  expect(sent.count.killed).toBeGreaterThan(200);
  expect(sent.count.killedAfterYes).toBeGreaterThan(20);
  expectExactlyOnce(sent);
});

test.each([1, 2, 3, 4, 5])('with many kills everything still arrives (%i)', async (seed) => {
  const { comms, ids, yes } = await chaos({ notifications: 40, failures: 0.3, kills: 0.15, duplicates: 0.3, seed });
  expect(yes.size).toBe(80);
  for (const id of ids) {
    const { data } = (await comms.platform.records.get(dispatches, `${orgId} ${id}`))!;
    expect(data.channels).toMatchObject({ email: { status: 'Sent' }, sms: { status: 'Sent' } });
  }
});
