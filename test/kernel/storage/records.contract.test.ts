import { event, newId, type RecordChange, recordStore, z } from '@waybill/kernel';
import { ClaimTaken, ConcurrencyError } from '@waybill/kernel/platform';
import { expect, test } from 'vitest';
import { recordedEvent } from '../../support/recorded-event.ts';
import { clockAt, onEveryPlatform } from '../support/platforms.ts';

interface Guest {
  readonly name: string;
  readonly email?: string | null;
  readonly room?: string;
}
const guests = recordStore<Guest>('hotel', 'guest', { unique: ['email'], indexed: ['room'] });
const keys = recordStore<Guest>('hotel', 'key', { unique: ['email'], indexed: ['room'] });
const Arrived = event('Arrived', { name: z.string() });

const start = '2026-05-04T12:00:00.000Z';
const after = (seconds: number) => new Date(Date.parse(start) + seconds * 1000).toISOString();
onEveryPlatform((open) => {
  const hotel = async () => {
    const clock = clockAt(start);
    const { records, events } = await open({ clock });
    const commit = (...entries: RecordChange[]) => events.commit({ records: entries });
    const put = async (id: string, data: Guest, expiresAt?: string) =>
      commit({ store: guests, id, before: await records.get(guests, id), after: { data, expiresAt } });
    const remove = async (id: string) =>
      commit({ store: guests, id, before: await records.get(guests, id), after: undefined });
    const entry = (id: string) => records.get(guests, id);
    const inRoom = async (room: string) => (await records.findBy(guests, 'room', room)).map(({ id }) => id);
    const having = async (email: string) => (await records.findByUnique(guests, 'email', email))?.id;
    const due = async (until: string, limit = 10) =>
      (await records.findExpired(guests, until, limit)).map(({ id }) => id);
    return { clock, records, events, commit, put, remove, entry, inRoom, having, due };
  };

  test('a record is what was last written, its version increased each time', async () => {
    const { put, entry, remove } = await hotel();
    expect(await entry('1')).toBeUndefined();
    await put('1', { name: 'Ada', room: '7' });
    expect(await entry('1')).toEqual({ id: '1', data: { name: 'Ada', room: '7' }, version: 1 });
    await put('1', { name: 'Ada L.', email: null });
    expect(await entry('1')).toEqual({ id: '1', data: { name: 'Ada L.', email: null }, version: 2 });
    await remove('1');
    expect(await entry('1')).toBeUndefined();
  });

  test('a write based on an outdated version fails', async () => {
    const { put, entry, commit } = await hotel();
    const first = { store: guests, id: '1', before: undefined, after: { data: { name: 'Ada' } } };
    await commit(first);
    await expect(commit({ ...first, after: { data: { name: 'Eve' } } })).rejects.toThrow(ConcurrencyError);
    const read = await entry('1');
    await put('1', { name: 'Ada L.' });
    const late = { store: guests, id: '1', before: read };
    await expect(commit({ ...late, after: { data: { name: 'Eve' } } })).rejects.toThrow(ConcurrencyError);
    await expect(commit({ ...late, after: undefined })).rejects.toThrow(ConcurrencyError);
    expect((await entry('1'))?.data.name).toBe('Ada L.');
  });

  test('a deleted record cannot be changed or deleted again', async () => {
    const { put, entry, commit, remove } = await hotel();
    await put('1', { name: 'Ada' });
    const read = await entry('1');
    await remove('1');
    const late = { store: guests, id: '1', before: read };
    await expect(commit({ ...late, after: { data: { name: 'Eve' } } })).rejects.toThrow(ConcurrencyError);
    await expect(commit({ ...late, after: undefined })).rejects.toThrow(ConcurrencyError);
  });

  test('a unique value belongs to one record, and finds it', async () => {
    const { put, having, entry } = await hotel();
    await put('1', { name: 'Ada', email: 'ada@example.org' });
    const taken = put('2', { name: 'Eve', email: 'ada@example.org' });
    await expect(taken).rejects.toThrow(ClaimTaken);
    await expect(taken).rejects.toMatchObject({ claim: { kind: 'email', field: 'email', holder: '2' } });
    expect([await having('ada@example.org'), await entry('2')]).toEqual(['1', undefined]);
    await put('1', { name: 'Ada L.', email: 'ada@example.org' });
    expect(await having('ada@example.org')).toBe('1');
  });

  test('a unique value is free again once its record is changed or deleted', async () => {
    const { put, remove, having } = await hotel();
    await put('1', { name: 'Ada', email: 'a@example.org' });
    await put('1', { name: 'Ada', email: 'b@example.org' });
    await put('2', { name: 'Eve', email: 'a@example.org' });
    expect([await having('a@example.org'), await having('b@example.org')]).toEqual(['2', '1']);
    await remove('1');
    await put('2', { name: 'Eve', email: 'b@example.org' });
    expect([await having('a@example.org'), await having('b@example.org')]).toEqual([undefined, '2']);
  });

  test('a unique value is not held by records without one, or by expired ones', async () => {
    const { clock, put, having } = await hotel();
    await put('1', { name: 'Ada', email: null });
    await put('2', { name: 'Eve' });
    await put('3', { name: 'Kim', email: 'kim@example.org' }, after(60));
    clock.advance(60);
    expect(await having('kim@example.org')).toBeUndefined();
    await put('4', { name: 'Kim again', email: 'kim@example.org' });
    expect(await having('kim@example.org')).toBe('4');
  });

  test('of two concurrent writers of a unique value, one succeeds', async () => {
    const { put, having } = await hotel();
    const both = await Promise.allSettled(
      ['1', '2', '3', '4'].map((id) => put(id, { name: id, email: 'ada@example.org' })),
    );
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await having('ada@example.org')).toBeDefined();
  });

  test('records are found by an indexed field, ordered by id, at their current value', async () => {
    const { put, inRoom, remove } = await hotel();
    for (const id of ['2', '1', '3']) await put(id, { name: id, room: '7' });
    await put('4', { name: '4', room: '8' });
    await put('5', { name: '5' });
    expect([await inRoom('7'), await inRoom('8'), await inRoom('9')]).toEqual([['1', '2', '3'], ['4'], []]);
    await put('1', { name: '1', room: '8' });
    await remove('2');
    await put('3', { name: 'three', room: '7' });
    expect([await inRoom('7'), await inRoom('8')]).toEqual([['3'], ['1', '4']]);
  });

  test('records are found by an indexed field up to a limit: the first, or the last, and no expired one', async () => {
    const { records, put, clock } = await hotel();
    for (const id of ['1', '2', '3', '4', '5'])
      await put(id, { name: id, room: '7' }, ['2', '4'].includes(id) ? after(30) : undefined);
    clock.advance(60);
    const found = async (limit: number, descending?: boolean) =>
      (await records.findBy(guests, 'room', '7', { limit, ...(descending && { descending }) })).map(({ id }) => id);
    expect(await found(1)).toEqual(['1']);
    expect(await found(2)).toEqual(['1', '3']);
    expect(await found(2, true)).toEqual(['5', '3']);
    expect(await found(9, true)).toEqual(['5', '3', '1']);
    expect(await found(9)).toEqual(['1', '3', '5']);
  });

  test('a record found by an indexed field is complete and current', async () => {
    const { put, records, entry } = await hotel();
    await put('1', { name: 'Ada', room: '7' }, after(60));
    await put('1', { name: 'Ada L.', room: '7' }, after(120));
    expect(await records.findBy(guests, 'room', '7')).toEqual([await entry('1')]);
  });

  test('a record is absent when it has expired, deleted or not', async () => {
    const { clock, put, entry, inRoom, having } = await hotel();
    await put('1', { name: 'Ada', email: 'ada@example.org', room: '7' }, after(60));
    clock.advance(59);
    expect([(await entry('1'))?.expiresAt, await inRoom('7'), await having('ada@example.org')]).toEqual([
      after(60),
      ['1'],
      '1',
    ]);
    clock.advance(1);
    expect([await entry('1'), await inRoom('7'), await having('ada@example.org')]).toEqual([undefined, [], undefined]);
  });

  test('an expired record may be replaced by another with its id', async () => {
    const { clock, put, entry } = await hotel();
    await put('1', { name: 'Ada', email: 'ada@example.org' }, after(60));
    clock.advance(61);
    await put('1', { name: 'Eve', email: 'eve@example.org' });
    expect(await entry('1')).toEqual({ id: '1', data: { name: 'Eve', email: 'eve@example.org' }, version: 1 });
  });

  test('expired records are found earliest first, up to a limit, and can be deleted', async () => {
    const { clock, put, due, records, commit } = await hotel();
    await put('1', { name: 'Ada', email: 'ada@example.org', room: '7' }, after(60));
    await put('2', { name: 'Eve' }, after(30));
    await put('3', { name: 'Kim' }, after(90));
    await put('4', { name: 'for ever' });
    clock.advance(80);
    expect(await due(after(80))).toEqual(['2', '1']);
    expect(await due(after(80), 1)).toEqual(['2']);
    for (const was of await records.findExpired(guests, after(80), 10))
      await commit({ store: guests, id: was.id, before: was, after: undefined });
    expect(await due(after(80))).toEqual([]);
    expect(await due(after(100))).toEqual(['3']);
  });

  test('a record whose expiry was extended expires later', async () => {
    const { put, due } = await hotel();
    await put('1', { name: 'Ada' }, after(30));
    await put('1', { name: 'Ada' }, after(90));
    expect([await due(after(60)), await due(after(100))]).toEqual([[], ['1']]);
    await put('1', { name: 'Ada' });
    expect(await due(after(100))).toEqual([]);
  });

  test('record stores are independent', async () => {
    const { put, records, commit, having } = await hotel();
    await put('1', { name: 'Ada', email: 'ada@example.org', room: '7' });
    const key = { name: 'a key', email: 'ada@example.org', room: '7' };
    await commit({ store: keys, id: '1', before: undefined, after: { data: key } });
    expect((await records.get(keys, '1'))?.data).toEqual(key);
    expect(await records.findBy(keys, 'room', '7')).toHaveLength(1);
    expect(await having('ada@example.org')).toBe('1');
  });

  test('records and events are written together, all or nothing', async () => {
    const { events, records, put } = await hotel();
    const stream = { context: 'hotel', org: '-', aggregate: 'guest', id: '1' };
    const arrived = (version: number) =>
      recordedEvent(Arrived({ name: 'Ada' }), stream, version, { at: start, commandId: newId() });
    const entry = (id: string, data: Guest): RecordChange => ({
      store: guests,
      id,
      before: undefined,
      after: { data },
    });
    const commit = (version: number, ...entries: RecordChange[]) =>
      events.commit({ appends: [arrived(version)], records: entries });

    await commit(1, entry('1', { name: 'Ada', room: '7' }), entry('2', { name: 'Eve', room: '7' }));
    expect(await records.findBy(guests, 'room', '7')).toHaveLength(2);

    await expect(commit(1, entry('3', { name: 'Kim' }))).rejects.toThrow(ConcurrencyError);
    await expect(commit(2, entry('3', { name: 'Kim' }), entry('1', { name: 'Eve' }))).rejects.toThrow(ConcurrencyError);
    await put('1', { name: 'Ada', email: 'ada@example.org' });
    const another = entry('4', { name: 'Eve', email: 'ada@example.org' });
    await expect(commit(2, entry('3', { name: 'Kim' }), another)).rejects.toThrow(ClaimTaken);
    expect(await records.get(guests, '3')).toBeUndefined();
    expect(await events.read(stream)).toHaveLength(1);
  });
});
