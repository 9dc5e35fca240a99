import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { alsoLogTo, logger } from '@waybill/kernel/observability/observe';
import { afterAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { diskSpace } from '#scripts/local/dynamo/disk-space';
import { type Local, startDynamo, startLocal, startLog } from '#scripts/local/index';
import { linesOf } from '#scripts/local/log/log';
import { checkpointIn } from '#scripts/local/stream/checkpoint';
import { temporaryDirectory } from '../local/support/directory.ts';
import { contexts } from '../local/support/garden.ts';
import { released } from '../local/support/released.ts';
import { until } from '../local/support/until.ts';

/** The log entries of this kind from now on, until the test ends. */
const logged = (message: RegExp) => {
  const lines: Record<string, any>[] = [];
  const stop = alsoLogTo((line) => {
    const about = JSON.parse(line);
    if (message.test(about.message)) lines.push(about);
  });
  onTestFinished(stop);
  return lines;
};

const asking = (local: Local) => async (method: string, path: string, body?: object) => {
  const token = await local.keys.mint({ role: 'agent' });
  const response = await fetch(`${local.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as any };
};

const notesOf = (local: Local, plant: string) =>
  local.platform.events.read({
    context: 'diary',
    org: '0d5a0c1e-0000-4000-8000-000000000001',
    aggregate: 'note',
    id: plant,
  });

const megabyte = 1024 * 1024;

describe('before the disk is full', () => {
  test('writing stops with 503, which is logged once; reading continues, and writing resumes when there is space', async () => {
    let free = 1_000 * megabyte;
    const said = logged(/disk/);
    const local = await released(startLocal({ contexts, data: temporaryDirectory(), freeBytes: () => free }));
    const ask = asking(local);
    const { plantId } = (await ask('POST', '/plants', { plant: 'basil' })).body;

    free = 31 * megabyte;
    await until(async () => (await ask('POST', '/plants', { plant: 'mint' })).status === 503);
    const refused = await ask('POST', `/plants/${plantId}/water`, { litres: 1 });
    expect([refused.status, refused.body.code, refused.headers.get('retry-after')]).toEqual([503, 'overloaded', '1']);
    expect(await ask('GET', `/plants/${plantId}`)).toMatchObject({ status: 200, body: { plant: 'basil' } });
    expect(await local.scheduler.run('rake')).toBe(undefined);

    // A little more space is not enough to resume.
    free = 33 * megabyte;
    expect((await ask('POST', '/plants', { plant: 'sage' })).status).toBe(503);
    free = 50 * megabyte;
    await until(async () => (await ask('POST', `/plants/${plantId}/water`, { litres: 2 })).status === 200);
    await local.drained();
    expect(await ask('GET', `/plants/${plantId}`)).toMatchObject({ body: { litres: 2 } });
    expect(await notesOf(local, 'basil')).toHaveLength(1);
    expect(local.queues.depth('waybill-local-parked')).toBe(0);
    expect(said).toMatchObject([
      { level: 'error', message: expect.stringMatching(/^the disk is full/), freeMegabytes: 31, neededMegabytes: 32 },
      { level: 'warn', message: expect.stringMatching(/^there is space on the disk again/), freeMegabytes: 50 },
    ]);
  });

  test('waiting for space does not prevent a runtime from stopping', async () => {
    let free = 1_000 * megabyte;
    const local = await released(startLocal({ contexts, data: temporaryDirectory(), freeBytes: () => free }));
    await asking(local)('POST', '/plants', { plant: 'basil' });
    free = 0;
    await until(async () => (await asking(local)('POST', '/plants', { plant: 'mint' })).status === 503);
    await local.stop();
  });
});

test('a request for space after shutdown is not delayed', async () => {
  const space = diskSpace(temporaryDirectory(), { free: () => 0 });
  const before = space.available();
  space.stop();
  await before;
  await space.available();
});

test('a disk that cannot be measured is logged once, and its last state is used', () => {
  const said = logged(/measuring/);
  let measure = (): number => {
    throw new Error('no such directory');
  };
  const space = diskSpace(temporaryDirectory(), { free: () => measure() });
  onTestFinished(space.stop);
  expect([space.isFull(), said.length]).toEqual([false, 1]);
  measure = () => 0;
  vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 200);
  expect(space.isFull()).toBe(true);
  vi.restoreAllMocks();
  expect(said.map(({ level }) => level)).toEqual(['error', 'warn']);
});

/** A small separate disk, if the test may mount one. */
const smallDisk = (): string | undefined => {
  const directory = temporaryDirectory();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${96 * megabyte}`, 'tmpfs', directory], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  afterAll(() => void execFileSync('umount', ['-l', directory]));
  return directory;
};

describe.runIf(process.platform === 'linux' && process.getuid?.() === 0)('on a disk that is really full', () => {
  const disk = smallDisk();
  const data = join(disk ?? '', 'data');
  const filler = join(disk ?? '', 'filler');
  const fill = () => {
    try {
      for (;;) writeFileSync(filler, Buffer.alloc(megabyte), { flag: 'a' });
    } catch (error) {
      expect(error).toMatchObject({ code: 'ENOSPC' });
    }
  };

  test.runIf(disk)('the process lives, and every write that was answered is there, also after a restart', async () => {
    const said = logged(/disk/);
    const local = await startLocal({ contexts, data });
    onTestFinished(() => local.stop());
    const ask = asking(local);
    const sown: string[] = [];
    const sow = async () => {
      const { status } = await ask('POST', '/plants', { plant: `plant-${sown.length}` });
      if (status === 201) sown.push(`plant-${sown.length}`);
      return status;
    };
    for (let i = 0; i < 20; i++) expect(await sow()).toBe(201);
    fill();
    await until(async () => (await sow()) === 503);
    for (let i = 0; i < 20; i++) expect(await sow()).toBe(503);
    rmSync(filler);
    await until(async () => (await sow()) === 201);
    await local.drained();
    for (const plant of sown) expect(await notesOf(local, plant), plant).toHaveLength(1);
    expect(local.queues.depth('waybill-local-parked')).toBe(0);
    expect(said.map(({ level }) => level)).toEqual(['error', 'warn']);
    await local.stop();

    const again = await released(startLocal({ contexts, data }));
    await again.drained();
    for (const plant of sown) expect(await notesOf(again, plant), plant).toHaveLength(1);
  });

  test.runIf(disk)('nothing is started: it says how much space it needs', async () => {
    fill();
    await expect(startDynamo({ data: join(disk!, 'other') })).rejects.toThrow(
      `The disk of ${join(disk!, 'other')} is full (0 MB free, 32 MB needed): make space, or choose another with --data.`,
    );
    rmSync(filler);
  });
});

/** Linux has a device that is always full. */
describe.runIf(existsSync('/dev/full'))('a file that cannot be written', () => {
  test('does not prevent a checkpoint from being written later', async () => {
    const said = logged(/checkpoint/);
    const file = join(temporaryDirectory(), 'stream-projector.json');
    const checkpoint = checkpointIn(file);
    checkpoint.note({ shard: 's', sequence: '1' });
    checkpoint.flush();
    symlinkSync('/dev/full', `${file}.new`);
    checkpoint.note({ shard: 's', sequence: '2' });
    checkpoint.flush();
    checkpoint.note({ shard: 's', sequence: '3' });
    checkpoint.flush();
    expect(checkpointIn(file).read()).toEqual({ shard: 's', sequence: '1' });
    rmSync(`${file}.new`);
    await until(() => checkpointIn(file).read()?.sequence === '3');
    expect(said).toMatchObject([
      { level: 'error', message: 'writing a checkpoint fails, and is tried again', file, reason: 'ENOSPC' },
      { level: 'warn', message: 'writing a checkpoint works again' },
    ]);
  });

  test('keeps the log in memory until it can be written, and the newest lines of a long time', async () => {
    const said = logged(/writing the log/);
    const data = temporaryDirectory();
    symlinkSync('/dev/full', join(data, 'log.jsonl'));
    const log = startLog(data);
    logger.debug('first', { correlation: 'full-disk' });
    await until(() => said.length === 1);
    for (let i = 0; i < 12_000; i++) logger.debug('filling', { correlation: 'filling' });
    logger.debug('last', { correlation: 'full-disk' });
    rmSync(join(data, 'log.jsonl'));
    await until(() => said.length === 2);
    await log.stop();
    expect(linesOf(data, 'full-disk').map(({ message }) => message)).toEqual(['last']);
    expect(linesOf(data, 'filling').length).toBeGreaterThan(9_000);
    expect(readFileSync(join(data, 'log.jsonl'), 'utf8')).toContain('"message":"lines of the log are lost","lost":');
    expect(said.map(({ message }) => message)).toEqual([
      'writing the log fails, and is tried again',
      'writing the log works again',
    ]);
  });

  test('lets a log stop', async () => {
    const data = temporaryDirectory();
    mkdirSync(join(data, 'log'), { recursive: true });
    symlinkSync('/dev/full', join(data, 'log', 'log.jsonl'));
    const log = startLog(join(data, 'log'));
    logger.debug('never written');
    await log.stop();
  });
});
