import { expect, test } from 'vitest';
import { chaos, expectExactlyOnce } from './support/chaos.ts';

test('of 10,000 notifications each channel of each is sent exactly once, whatever fails, and nothing is lost', async () => {
  const sent = await chaos({ notifications: 10_000, failures: 0.3, kills: 0.01, duplicates: 0.05, seed: 10 });
  // All troubles have happened, often.
  expect(sent.count.failed).toBeGreaterThan(5_000);
  expect(sent.count.duplicated).toBeGreaterThan(1_000);
  expect(sent.count.killed).toBeGreaterThan(1_000);
  expect(sent.count.killedAfterYes).toBeGreaterThan(100);
  expectExactlyOnce(sent);
});
