import { execFile } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { logger } from '@waybill/kernel/observability/observe';
import { expect, test } from 'vitest';
import { linesOf, startLocal, startLog } from '#scripts/local/index';
import { temporaryDirectory } from '../support/directory.ts';
import { contexts } from '../support/garden.ts';
import { released } from '../support/released.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const logs = (...args: string[]) =>
  promisify(execFile)(process.execPath, ['scripts/observe/logs.ts', ...args], { cwd: root });

test('a request is followed from its response to its reactions', async () => {
  const data = temporaryDirectory();
  const local = await released(startLocal({ contexts, data }));
  const token = await local.keys.mint({ role: 'agent' });
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    'x-correlation-id': 'a-seed',
  };
  await fetch(`${local.url}/plants`, { method: 'POST', headers, body: JSON.stringify({ plant: 'basil' }) });
  await local.drained();
  await local.stop();

  const lines = linesOf(data, 'a-seed').map(({ message, type }) => [message, type].filter(Boolean).join(' '));
  expect(lines).toContain('answered');
  expect(lines).toContain('projected SeedSown');
  expect(lines).toContain('published SeedSown');
  expect(lines).toContain('reacted SeedSown');
  expect(lines).toContain('published HarvestNoted');

  const { stdout } = await logs('a-seed', '--data', data);
  expect(stdout).toMatch(/answered.*status=201/);
  expect(stdout).toMatch(/reacted.*reaction=rememberWhatWasSown/);
  await expect(logs('unknown', '--data', data)).rejects.toMatchObject({ code: 1 });
  await expect(logs('--data', data)).rejects.toMatchObject({ code: 2 });
});

test('the log stays within its limit', async () => {
  const data = temporaryDirectory();
  for (let i = 0; i < 20; i++) {
    const log = startLog(data, { limit: 10_000 });
    for (let j = 0; j < 20; j++) logger.debug('filling', { correlation: 'full', number: i * 20 + j });
    await log.stop();
  }
  const sizes = readdirSync(data).map((file) => statSync(join(data, file)).size);
  expect(sizes).toHaveLength(2);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(10_000);
  expect(linesOf(data, 'full').at(-1)).toMatchObject({ number: 399 });
});

test('a fresh start has a fresh log', async () => {
  const data = temporaryDirectory();
  const one = startLog(data);
  logger.debug('before', { correlation: 'old' });
  await one.stop();
  expect(linesOf(data, 'old')).toHaveLength(1);
  await startLog(data, { fresh: true }).stop();
  expect(linesOf(data, 'old')).toEqual([]);
});
