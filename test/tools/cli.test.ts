import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RecordedEvent } from '@waybill/kernel';
import { itemOf } from '@waybill/kernel/storage/aws/items/event-items';
import { tableOf } from '@waybill/kernel/storage/aws/table';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as contexts from '#functions/contexts';
import { dynamoClient } from '#scripts/local/dynamo/dynamo-client';
import { type Local, startLocal } from '#scripts/local/index';
import { projectionsIn } from '#scripts/tools/index';
import { scanned } from '#scripts/tools/scan';
import { temporaryDirectory } from '../local/support/directory.ts';
import { begun, tool } from './cli.ts';

const data = temporaryDirectory();
const here = ['--data', data];
let local: Local;
let table: ReturnType<typeof tableOf>;
beforeAll(async () => {
  local = await startLocal({ contexts: contexts as any, data });
  const client = dynamoClient(local.dynamo.endpoint);
  table = tableOf(client, local.table);
  const { code, err } = await tool('seed', '--deliveries', '10', '--url', local.url, ...here);
  expect(code, err).toBe(0);
  await local.drained();
  return () => client.destroy();
});
afterAll(() => local?.stop());

/** The content of the table, without the items that the system itself writes every minute: health, jobs. */
const business = async () => {
  const items: string[] = [];
  await scanned(table, (page) => {
    for (const item of page)
      if (!/^\w+#-#/.test(item.pk!.S!) || item.pk!.S!.includes('#rebuild-')) items.push(JSON.stringify(item));
  });
  return items.sort();
};
const rows = async (name: string) => {
  const items: { pk: string; item: Record<string, any> }[] = [];
  await scanned(table, (page) => {
    for (const item of page) if (item.pk!.S!.includes(`#view#${name}#`)) items.push({ pk: item.pk!.S!, item });
  });
  return items;
};
/** Overwrites a row with a wrong one, as no projector would. */
const damageRow = async () => {
  const [{ item } = { item: {} as Record<string, any> }] = await rows('delivery');
  const { pack, unpack } = contexts.deliveries.deliveryRow.packing();
  const row = unpack(JSON.parse(item.data.S)) as { deliveryId: string };
  await table.put({ Item: { ...item, data: { S: JSON.stringify(pack({ ...row, notes: 'damaged' })) } } as any });
  return row.deliveryId;
};
const isDamaged = async () => (await rows('delivery')).some(({ item }) => item.data?.S.includes('"damaged"'));

describe('Every tool', () => {
  test.each([
    ['redrive', 'npm run redrive -- list|show|retry|drop'],
    ['rebuild', 'npm run rebuild -- PROJECTION'],
    ['verify', 'npm run verify --'],
    ['backup', 'npm run backup -- FILE'],
    ['restore', 'npm run restore -- FILE'],
  ])('%s prints its usage', async (name, first) => {
    const { code, out } = await tool(name, '--help');
    expect(code).toBe(0);
    expect(out.startsWith(first), out).toBe(true);
    expect(out).toContain('--stage NAME');
    expect(out).toContain('--dry-run');
  });

  test('reports wrong arguments in a sentence', async () => {
    const misused = await Promise.all([
      tool('redrive', 'repair'),
      tool('redrive', 'drop'),
      tool('rebuild', 'nothing'),
      tool('rebuild', 'delivery', '--parts', '0'),
      tool('verify', '--fast'),
      tool('verify', '--stage', 'No Stage'),
      tool('backup'),
      tool('restore', 'nowhere.jsonl'),
    ]);
    expect(misused.map(({ code, out }) => ({ code, out }))).toEqual(misused.map(() => ({ code: 2, out: '' })));
    expect(misused.map(({ err }) => err.split('\n').length)).toEqual(misused.map(() => 1));
    const { code, err } = await tool('verify', '--data', temporaryDirectory());
    expect([code, err]).toEqual([1, expect.stringMatching(/^There is no data in .* or a deployment with --stage\.$/)]);
  });
});

describe('verify', () => {
  test('finds nothing in a correct table', async () => {
    const { code, out } = await tool('verify', ...here);
    expect([code, out]).toEqual([0, expect.stringMatching(/^[\d,]+ items in .* \(running\), 0 differences \(/)]);
  });

  test('reports differences; a dry run of a repair leaves them, a repair fixes them', async () => {
    const damaged = await damageRow();
    const found = await tool('verify', ...here);
    expect(found.code).toBe(1);
    expect(found.out).toMatch(new RegExp(`^row .*#${damaged}: is not the fold of its stream\n.* 1 differences`));

    const before = await business();
    const dry = await tool('verify', '--repair', '--dry-run', ...here);
    expect([dry.code, dry.out]).toEqual([1, expect.stringContaining('→ would be repaired')]);
    expect(await business()).toEqual(before);

    const repaired = await tool('verify', '--repair', ...here);
    expect([repaired.code, repaired.out]).toEqual([0, expect.stringContaining('1 differences, 0 left')]);
    expect(await isDamaged()).toBe(false);
    expect((await tool('verify', ...here)).code).toBe(0);
  });
});

describe('redrive', () => {
  const parkedQueue = 'waybill-local-parked';
  const stream = (id: string) => ({
    context: 'deliveries',
    org: '0d5a0c1e-0000-4000-8000-000000000001',
    aggregate: 'delivery',
    id,
  });
  const park = (message: object) => local.queues.send(parkedQueue, message);
  const parkRow = (id: string) => park({ projection: 'delivery', stream: stream(id), version: 1, reason: 'TypeError' });

  test('lists and shows parked records, projects them again, and leaves the queue empty', async () => {
    const id = await damageRow();
    const [{ pk } = { pk: '' }] = (await rows('delivery')).filter(({ pk }) => pk.endsWith(id));
    await parkRow(id);

    const listed = await tool('redrive', ...here);
    expect(listed.code, listed.err).toBe(0);
    expect(listed.out).toMatch(/^[\da-f]{8} {2}parked {2}\S+Z {2}delivery deliveries#.*@1 TypeError\n1 in /);
    const shown = await tool('redrive', 'show', ...here);
    expect(shown.out).toContain('"reason": "TypeError"');
    const dry = await tool('redrive', 'retry', '--all', '--dry-run', ...here);
    expect(dry.out).toContain('→ would retry');
    expect(local.queues.depth(parkedQueue)).toBe(1);

    // Applied events are not applied again; a deleted row is projected from its first event.
    await table.transact([{ Delete: { TableName: table.name, Key: { pk: { S: pk }, sk: { S: 'row' } } } }]);
    const [short = ''] = listed.out.split(' ');
    const retried = await tool('redrive', 'retry', short, ...here);
    expect([retried.code, retried.out]).toEqual([0, expect.stringContaining('→ projected again up to version')]);
    expect(local.queues.depth(parkedQueue)).toBe(0);
    expect((await rows('delivery')).map((it) => it.pk)).toContain(pk);
    expect((await tool('redrive', 'list', short, ...here)).err).toBe(`There is no ${short} in ${data} (running).`);
    await tool('verify', '--repair', ...here);
  });

  test('drops only the letters named', async () => {
    for (const reason of ['RangeError', 'SyntaxError'])
      await park({ projection: 'delivery', stream: stream('x'), version: 1, reason });
    const dry = await tool('redrive', 'drop', '--about', 'RangeError', '--dry-run', ...here);
    expect(dry.out).toContain('→ would drop');
    expect(local.queues.depth(parkedQueue)).toBe(2);
    expect((await tool('redrive', 'drop', '--about', 'RangeError', ...here)).out).toContain('→ dropped');
    expect(local.queues.peek(parkedQueue).map(({ reason }) => reason)).toEqual(['SyntaxError']);
    expect((await tool('redrive', 'drop', '--all', ...here)).out).toMatch(/^.*→ dropped\n1 in /);
    expect(local.queues.depth(parkedQueue)).toBe(0);
  });

  test('keeps letters that cannot be retried, with advice', async () => {
    await park({ reader: 'publisher', keys: { pk: { S: 'deliveries#o#delivery#x' }, sk: { S: 'e#0000000001' } } });
    await park({
      requestContext: { functionArn: 'arn:aws:lambda:eu-west-1:1:function:waybill-x-publisher' },
      DDBStreamBatchInfo: {
        batchSize: 3,
        approximateArrivalOfFirstRecord: '2026-05-04T08:00:00Z',
        approximateArrivalOfLastRecord: '2026-05-04T08:00:01Z',
      },
    });
    await park({
      'detail-type': 'Scheduled Event',
      time: '2026-05-04T08:00:00Z',
      resources: ['arn:aws:events:::rule/job'],
    });
    const { code, out } = await tool('redrive', 'retry', '--all', ...here);
    expect(code).toBe(1);
    expect(out).toMatch(/publisher deliveries#o#delivery#x e#0000000001 → stays: it was not published/);
    expect(out).toMatch(
      /waybill-x-publisher gave up 3 records, 2026-05-04T08:00:00Z to .* → stays: it contains only a time/,
    );
    expect(out).toMatch(/job 2026-05-04T08:00:00Z → stays: it runs again at its next time/);
    expect(out).toMatch(/3 in .*, 3 could not be done$/);
    expect(local.queues.depth(parkedQueue)).toBe(3);
    await tool('redrive', 'drop', '--all', ...here);
  });

  test('sends a dead letter back to its reaction', async () => {
    const received: string[] = [];
    await local.queues.consume({
      'waybill-local-harbour-greet': async ({ Records }) => {
        received.push(...Records.map(({ body }) => JSON.parse(body).detail.aggregateId));
        return { batchItemFailures: [] };
      },
    });
    await local.queues.send('waybill-local-harbour-greet-dead', {
      'detail-type': 'BoatBuilt',
      detail: { aggregateId: 'Ada' },
    });
    const { code, out } = await tool('redrive', 'retry', '--about', 'BoatBuilt', ...here);
    expect([code, out]).toEqual([
      0,
      expect.stringContaining('harbour-greet BoatBuilt Ada → sent back to harbour-greet'),
    ]);
    await expect.poll(() => received).toEqual(['Ada']);
    expect(local.queues.depth('waybill-local-harbour-greet-dead')).toBe(0);
  });
});

describe('rebuild', () => {
  test('projects every read model again; a dry run only counts', async () => {
    await damageRow();
    const before = await business();
    const dry = await tool('rebuild', 'delivery', '--dry-run', ...here);
    expect([dry.code, dry.out]).toEqual([0, expect.stringMatching(/ 10 rows would be projected \(/)]);
    expect(await business()).toEqual(before);

    const { code, out } = await tool('rebuild', 'delivery', ...here);
    expect([code, out]).toEqual([0, expect.stringMatching(/^delivery in .*: \d+ events, 10 rows projected \(/)]);
    expect(await isDamaged()).toBe(false);
    for (const { definition } of projectionsIn(contexts as any))
      expect((await tool('rebuild', definition.name, ...here)).code, definition.name).toBe(0);
    expect((await tool('verify', ...here)).code).toBe(0);
  });

  test('deletes a row that no stream produces, and a dry run leaves it', async () => {
    const [{ item } = { item: {} as Record<string, any> }] = await rows('incident');
    const strange = { S: item.pk.S.replace(/[^#]+$/, 'decoySignUp') };
    await table.put({ Item: { pk: strange, sk: item.sk, seen: item.seen, data: item.data } as any });
    const before = await business();
    expect((await tool('rebuild', 'incident', '--dry-run', ...here)).out).toContain(', 1 leftover would be deleted (');
    expect(await business()).toEqual(before);
    expect((await tool('rebuild', 'incident', ...here)).out).toContain(', 1 leftover deleted (');
    expect((await tool('verify', ...here)).code).toBe(0);
  });

  test('names a stream that cannot be projected, and projects the others', async () => {
    const [{ item } = { item: {} as Record<string, any> }] = await rows('delivery');
    const stream = { context: 'deliveries', org: item.pk.S.split('#')[1], aggregate: 'delivery', id: 'broken' };
    const metadata = { by: 'x', commandId: 'x', inputHash: 'x', correlationId: 'x', causationId: 'x' };
    const fact = { type: 'DeliveryCreated', revision: 1, data: {}, at: '2026-05-04T08:00:00.000Z' };
    const broken = itemOf({ stream, version: 1, ...fact, ...metadata } as RecordedEvent);
    const key = { pk: broken.pk!, sk: broken.sk! };
    await table.put({ Item: broken });
    const { code, out } = await tool('rebuild', 'delivery', ...here);
    await table.transact([{ Delete: { TableName: table.name, Key: key } }]);
    expect([code, out]).toEqual([
      1,
      expect.stringMatching(
        /^stream {2}deliveries#.*#delivery#broken: cannot be projected \(TypeError\)\n.* 10 rows projected \(/,
      ),
    ]);
    await local.drained();
    expect((await tool('redrive', 'drop', '--about', 'broken', ...here)).code).toBe(0);
  });

  test('that was interrupted resumes with the unfinished parts', async () => {
    await damageRow();
    const { locks } = local.platform;
    const run = begun('rebuild', 'delivery', '--parts', '2000', ...here);
    await expect
      .poll(async () => JSON.parse((await locks.recall('rebuild-delivery')) ?? '{"done":[]}').done.length, {
        interval: 5,
      })
      .toBeGreaterThan(20);
    run.kill();
    await run.ended;
    const { code, out } = await tool('rebuild', 'delivery', ...here);
    expect(code, out).toBe(0);
    const [, finished = ''] = /^([\d,]+) of 2000 parts are finished already\.\n/.exec(out) ?? [];
    expect(Number(finished)).toBeGreaterThan(20);
    expect(await isDamaged()).toBe(false);
    expect((await tool('verify', ...here)).code).toBe(0);
    expect(await locks.recall('rebuild-delivery')).toBe(undefined);
  });
});

describe('backup and restore', () => {
  test('a backup is restored completely into an empty table; a table that is not empty is refused', async () => {
    const file = join(temporaryDirectory(), 'all.jsonl');
    const dry = await tool('backup', file, '--dry-run', ...here);
    expect([dry.code, dry.out]).toEqual([0, expect.stringMatching(/ items of .* would be in /)]);
    expect(existsSync(file)).toBe(false);
    expect(await tool('backup', file, ...here)).toMatchObject({ code: 0 });
    expect((await tool('backup', file, ...here)).err).toContain('is there already');
    expect((await tool('backup', file, '--overwrite', ...here)).code).toBe(0);

    const there = ['--data', temporaryDirectory()];
    expect((await tool('restore', file, '--dry-run', ...there)).err).toContain('There is no data in');
    const { code, out, err } = await tool('restore', file, ...there);
    expect([code, out], err).toEqual([0, expect.stringMatching(/ items of .* are in /)]);
    expect((await tool('verify', ...there)).out).toContain(' 0 differences (');

    const again = await tool('restore', file, ...there);
    expect([again.code, again.err]).toEqual([1, 'the table waybill-local is not empty']);
    expect((await tool('restore', file, '--go-on', ...there)).code).toBe(0);
    const back = join(temporaryDirectory(), 'back.jsonl');
    await tool('backup', back, ...there);
    const linesOf = (name: string) =>
      readFileSync(name, 'utf8')
        .split('\n')
        .filter((line) => !line.startsWith('{"waybill":'))
        .sort();
    expect(linesOf(back)).toEqual(linesOf(file));
  });

  test('a file that is not a complete backup is refused in a sentence, and nothing is created', async () => {
    const directory = temporaryDirectory();
    const file = (name: string, content: string) => {
      writeFileSync(join(directory, name), content);
      return join(directory, name);
    };
    const whole = join(directory, 'whole.jsonl');
    await tool('backup', whole, ...here);
    const text = readFileSync(whole, 'utf8');
    const there = join(directory, 'there');
    for (const [name, content, why] of [
      ['letter.txt', 'Dear Ada\n', 'its first line is not the header of a backup'],
      ['empty.jsonl', '', 'it is empty, and no backup'],
      ['short.jsonl', text.slice(0, text.lastIndexOf('\n', text.length - 2) + 1), 'it is cut short after line'],
      ['altered.jsonl', text.replace('"Delivered', '"Cancelled'), 'its checksum does not fit'],
      ['future.jsonl', text.replace('"format":2', '"format":3'), 'it is of format 3'],
      ['old.jsonl', text.slice(text.indexOf('\n') + 1), 'it has no header'],
    ] as const) {
      const { code, out, err } = await tool('restore', file(name, content), '--data', there);
      expect([code, out]).toEqual([1, '']);
      expect(err.startsWith(`${join(directory, name)} cannot be restored: `), err).toBe(true);
      expect(err).toContain(why);
      expect(err.split('\n')).toHaveLength(1);
    }
    expect(existsSync(there)).toBe(false);
    expect(await tool('restore', directory, '--data', there)).toMatchObject({
      code: 1,
      err: `${directory} cannot be read (EISDIR).`,
    });
  });
});
