import { createHash } from 'node:crypto';
import { accessOf, cursorKey, digest, projector, query, type RecordedEvent, z } from '@waybill/kernel';
import { page, pageOf } from '@waybill/kernel/fields';
import { memory } from '@waybill/kernel/memory';
import { alsoLogTo } from '@waybill/kernel/observability/observe';
import { cursorsOf } from '@waybill/kernel/read/cursor';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { streamBatch } from '../messaging/stream-events.ts';
import { ask, officer } from '../support/asking.ts';
import { buyVan, listVans, vans } from '../support/garage.ts';
import { clockAt } from '../support/platforms.ts';

const name = '/waybill/test/cursor-key';
const question = 'acme vans all {"colour":"red"}';

/** A stage whose parameters can be changed, and which counts how often they are read. */
const stageWith = (parameters: Record<string, string> = { [name]: 'the key of the stage' }) => {
  const clock = clockAt('2026-05-04T12:00:00.000Z');
  let reads = 0;
  const get = async (asked: string) => {
    reads += asked === name ? 1 : 0;
    return parameters[asked];
  };
  const put = () => Promise.reject(new Error('a cursor key is only read'));
  const container = () => cursorsOf({ stage: 'test', clock, parameters: { get, put } });
  return { container, clock, parameters, reads: () => reads };
};

const refused = { status: 400, code: 'invalid-input', reasons: { errors: [{ path: 'cursor' }] } };

describe('a cursor', () => {
  test('decodes to its position, whatever that is, in any container of the stage', async () => {
    const { container } = stageWith();
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), async (position) => {
        expect(await container().decode(await container().encode(position, question), question)).toBe(position);
      }),
    );
  });

  test.each(['rival vans all {"colour":"red"}', 'acme vans all {"colour":"blue"}', 'acme vans byColour {}', ''])(
    'is refused for another question or another organization: %s',
    async (other) => {
      const cursors = stageWith().container();
      await expect(cursors.decode(await cursors.encode('2026#1', question), other)).rejects.toMatchObject(refused);
    },
  );

  test('is refused when question and position are split elsewhere', async () => {
    const cursors = stageWith().container();
    const cursor = await cursors.encode('b#c', 'a');
    const seal = Buffer.from(cursor, 'base64url').subarray(0, 16);
    const moved = Buffer.concat([seal, Buffer.from('c')]).toString('base64url');
    for (const asked of ['a b#', 'ab#', '"a"\nb#', 'a\nb#'])
      await expect(cursors.decode(moved, asked)).rejects.toMatchObject(refused);
  });

  test('is refused when it was created without the key', async () => {
    const cursors = stageWith().container();
    const hash = createHash('sha256').update(`${question} 2026#1`).digest();
    const plain = `${hash.toString('base64url').slice(0, 22)}2026#1`;
    const forged = [
      Buffer.from(plain),
      Buffer.concat([hash.subarray(0, 16), Buffer.from('2026#1')]),
      Buffer.concat([Buffer.alloc(16), Buffer.from('2026#1')]),
      Buffer.from('2026#1'),
      Buffer.alloc(0),
    ];
    for (const bytes of forged)
      await expect(cursors.decode(bytes.toString('base64url'), question)).rejects.toMatchObject(refused);
  });

  test('is refused when it is of another stage', async () => {
    const cursor = await stageWith({ [name]: 'the key of another stage' })
      .container()
      .encode('2026#1', question);
    await expect(stageWith().container().decode(cursor, question)).rejects.toMatchObject(refused);
  });

  test('is refused when it differs in one character', async () => {
    const cursors = stageWith().container();
    const cursor = await cursors.encode('2026#1', question);
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/ ';
    for (let i = 0; i < cursor.length; i++)
      for (const letter of letters) {
        const changed = cursor.slice(0, i) + letter + cursor.slice(i + 1);
        if (changed !== cursor) await expect(cursors.decode(changed, question)).rejects.toMatchObject(refused);
      }
    for (const changed of [`${cursor}=`, `${cursor}A`, cursor.slice(0, -1), cursor + cursor])
      await expect(cursors.decode(changed, question)).rejects.toMatchObject(refused);
  });
});

describe('the key', () => {
  test('is read once in a container, however many cursors it encodes and decodes', async () => {
    const { container, reads } = stageWith();
    const cursors = container();
    const all = await Promise.all(Array.from({ length: 20 }, (_, i) => cursors.encode(`${i}`, question)));
    expect(await Promise.all(all.map((cursor) => cursors.decode(cursor, question)))).toHaveLength(20);
    expect(reads()).toBe(1);
  });

  test('is not read for malformed cursors, and at most once a minute for forged ones', async () => {
    const { container, reads, clock } = stageWith();
    const cursors = container();
    await expect(cursors.decode('nonsense', question)).rejects.toMatchObject(refused);
    expect(reads()).toBe(0);
    const forge = () => expect(cursors.decode('A'.repeat(64), question)).rejects.toMatchObject(refused);
    for (let i = 0; i < 20; i++) await forge();
    expect(reads()).toBe(1);
    clock.advance(60);
    await Promise.all(Array.from({ length: 20 }, forge));
    expect(reads()).toBe(2);
  });

  test('may be changed: cursors of the old one are refused, and those of the new one are accepted everywhere', async () => {
    const { container, parameters, clock } = stageWith();
    const [long, late] = [container(), container()];
    const old = await long.encode('2026#1', question);
    expect(await late.decode(old, question)).toBe('2026#1');
    parameters[name] = 'the next key of the stage';
    clock.advance(60);
    const fresh = container();
    await expect(fresh.decode(old, question)).rejects.toMatchObject(refused);
    expect(await long.decode(await fresh.encode('2026#2', question), question)).toBe('2026#2');
    expect(await fresh.decode(await long.encode('2026#3', question), question)).toBe('2026#3');
  });

  test('that is missing is an error that names it, answered with 503, and read again once it exists', async () => {
    const lines: any[] = [];
    onTestFinished(alsoLogTo((line) => lines.push(JSON.parse(line))));
    const { container, parameters } = stageWith({});
    const cursors = container();
    const missing = { status: 503, code: 'not-ready', headers: { 'retry-after': '30' } };
    await expect(cursors.encode('2026#1', question)).rejects.toMatchObject(missing);
    await expect(cursors.decode('A'.repeat(64), question)).rejects.toMatchObject(missing);
    expect(lines.map(({ level, missing }) => [level, missing])).toEqual([
      ['error', name],
      ['error', name],
    ]);
    parameters[name] = 'the key of the stage';
    expect(await cursors.decode(await cursors.encode('2026#1', question), question)).toBe('2026#1');
  });
});

describe('a function', () => {
  const output = z.object({});
  const answer = async () => ({});
  const access = (input: z.ZodObject) =>
    accessOf(query({ summary: 's', route: 'GET /x', role: 'auditor', input, output, reads: {}, answer }).definition);

  test('reads the key when its responses are paged, and only then', () => {
    expect(access(z.strictObject({ ...page }))).toEqual([{ of: cursorKey, access: 'read', guarded: false }]);
    expect(access(z.strictObject({ limit: page.limit }))).toEqual([]);
  });

  test('refuses a cursor that a client has constructed', async () => {
    const position = '2026-05-04T12:00:00.000Z#a-van';
    const asked = digest('acme vans all {}');
    const cursor = Buffer.from(`${digest(`${asked} ${position}`)}${position}`).toString('base64url');
    expect(await ask(memory(), listVans, { query: { cursor } })).toMatchObject({
      status: 400,
      body: { code: 'invalid-input', errors: [{ path: 'cursor', message: 'does not belong to this question' }] },
    });
  });

  test('may page its response itself', async () => {
    const listNumbers = query({
      summary: 'Numbers',
      route: 'GET /numbers',
      role: 'auditor',
      input: z.strictObject({ ...page }),
      output: pageOf(z.object({ n: z.int() })),
      reads: {},
      answer: async ({ cursor }, _, { cursors, now }) => {
        const n = cursor === undefined ? 1 : Number(await cursors.decode(cursor, 'numbers')) + 1;
        return { items: [{ n }], nextCursor: await cursors.encode(`${n}`, 'numbers'), asOf: now };
      },
    });
    const platform = memory();
    const first = await ask(platform, listNumbers);
    const second = await ask(platform, listNumbers, { query: { cursor: first.body.nextCursor } });
    expect(second.body.items).toEqual([{ n: 2 }]);
  });

  test('needs the key for a response with a further page, and for no other', async () => {
    const recorded: RecordedEvent[] = [];
    const platform = memory({ onAppend: (events) => recorded.push(...events) });
    for (const plate of ['AB 1', 'AB 2'])
      await buyVan.execute(platform)({ input: { plate }, caller: officer, key: plate, correlationId: 'test' });
    await projector({ garage: { vans } as any }).with(platform)(streamBatch(recorded));
    const { container } = stageWith({});
    const list = (limit: number) =>
      ask({ ...platform, cursors: container() }, listVans, { query: { limit: `${limit}` } });
    expect((await list(2)).body.items).toHaveLength(2);
    expect(await list(1)).toMatchObject({ status: 503, body: { code: 'not-ready' }, headers: { 'retry-after': '30' } });
  });
});
