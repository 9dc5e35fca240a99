import {
  aggregate,
  appendTo,
  type Caller,
  command,
  deleteRecord,
  event,
  id,
  newId,
  type Platform,
  problem,
  putRecord,
  reaction,
  recordStore,
  z,
} from '@waybill/kernel';
import { memory } from '@waybill/kernel/memory';
import { describe, expect, test } from 'vitest';
import { recordedEvent } from '../../support/recorded-event.ts';
import { meanwhile } from '../support/meanwhile.ts';

const Opened = event('Opened', { owner: z.string(), number: z.int() });
const Transferred = event('Transferred', { to: z.string(), number: z.int() });
const Noticed = event('Noticed', { accountId: z.string() });

interface Account {
  readonly owner: string;
}
const account = aggregate('bank', 'account')
  .begin(Opened, ({ owner }): Account => ({ owner }))
  .on(Transferred, (_, { to }) => ({ owner: to }))
  .on(Noticed, (account) => account);

const tooMany = problem('too-many', 409, 'The owner has had the maximum number of accounts.', { count: z.int() });
const notWatched = problem('not-watched', 409, 'The organization has no watching account.');

/** How many accounts each owner has had: a record that a decision reads and writes. */
const counts = recordStore<{ readonly count: number }>('bank', 'count');

const open = command({
  summary: 'Opens an account; the number is the server’s to choose',
  role: 'agent',
  input: z.strictObject({ accountId: id(), owner: z.string(), number: z.int() }),
  on: account,
  refuses: [tooMany],
  reads: { before: { of: counts, id: ({ owner }) => owner } },
  writes: { counts },
  begin: ({ owner, number }, { before }) =>
    before && before.count >= 2
      ? tooMany({ count: before.count })
      : [Opened({ owner, number }), putRecord(counts, owner, { count: (before?.count ?? 0) + 1 })],
  respond: (_, { events }) => ({ number: events[0]?.data.number }),
});

const transfer = command({
  summary: 'Transfers an account, and appends an event to an account of another organization',
  role: 'agent',
  input: z.strictObject({ accountId: id(), to: z.string(), watchedBy: z.string(), number: z.int() }),
  on: account,
  refuses: [notWatched],
  reads: { watcher: { of: account, id: ({ watchedBy }) => ({ org: 'auditors', id: watchedBy }) } },
  writes: { counts, watcher: account },
  decide: (_, { accountId, to, number }, { watcher }) =>
    watcher
      ? [Transferred({ to, number }), appendTo('watcher', Noticed({ accountId })), deleteRecord(counts, 'unknown')]
      : notWatched(),
});

const caller: Caller = { userId: 'ada', orgId: 'acme', orgType: 'Customer', role: 'agent' };
const [one, two, three, watcher] = ['one', 'two', 'three', 'watcher'].map((name) => newId(name)) as [
  string,
  string,
  string,
  string,
];
const order = <Input>(input: Input, key: string, asked?: object, orgId = 'acme') => ({
  input,
  clientInput: asked,
  key,
  caller: { ...caller, orgId },
  correlationId: 'test',
});
const opening = (
  platform: Platform,
  number: number,
  key = 'k',
  accountId = one,
  inputHash: object = { owner: 'ada' },
) => open.execute(platform)(order({ accountId, owner: 'ada', number }, key, inputHash));
const history = (platform: Platform, aggregateId: string, org = 'acme') =>
  platform.events.read({ context: 'bank', org, aggregate: 'account', id: aggregateId });

describe('a reused key', () => {
  test('is compared with the client’s input, not with what the server added', async () => {
    const platform = memory();
    const first = await opening(platform, 17);
    const again = await opening(platform, 99);
    expect([first.replayed, again.replayed]).toEqual([false, true]);
    expect(again.more).toEqual(first.more);
    expect(again.more).toEqual({ number: 17 });
    expect(await history(platform, one)).toHaveLength(1);
  });

  test('is refused when the client sent another input, however similar the resulting command is', async () => {
    const platform = memory();
    await opening(platform, 17);
    await expect(opening(platform, 17, 'k', one, { owner: 'Ada' })).rejects.toMatchObject({
      status: 422,
      code: 'idempotency-key-reused',
    });
  });

  test('gets the first response ten times at once, although each request would have chosen another number', async () => {
    const platform = memory();
    const answers = await Promise.all(Array.from({ length: 10 }, (_, i) => opening(platform, i)));
    expect(new Set(answers.map(({ version, more }) => JSON.stringify({ version, more }))).size).toBe(1);
    expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
  });

  test('of an event that is delivered again takes effect once, also when newer code creates another command for it', async () => {
    const platform = memory();
    await opening(platform, 1);
    await opening(platform, 2, 'w', watcher);
    const reactionTo = (number: number) =>
      reaction({
        name: 'onOpened',
        on: [Opened],
        uses: { open },
        react: async (_, { open }) => open({ accountId: three, owner: 'eve', number }),
      });
    const detail = { id: newId('event'), type: 'Opened', revision: 1, org: 'acme', correlationId: 'test' };
    const body = JSON.stringify({ detail: { ...detail, data: { owner: 'ada', number: 1 } } });
    const deliver = (number: number) =>
      reactionTo(number).with(platform)({ Records: [{ messageId: 'm', body }] } as any);
    expect(await deliver(1)).toEqual({ batchItemFailures: [] });
    expect(await deliver(2)).toEqual({ batchItemFailures: [] });
    expect((await history(platform, three)).map(({ data }) => data.number)).toEqual([1]);
  });
});

describe('a record that a decision reads', () => {
  test('is a condition of the write: of two at once the second is decided on what the first wrote', async () => {
    const platform = memory();
    await opening(platform, 1, 'a', one);
    const raced = meanwhile(platform, () => opening(platform, 2, 'b', two));
    await expect(opening(raced, 3, 'c', three)).rejects.toMatchObject({ code: 'too-many', reasons: { count: 2 } });
    expect(await history(platform, three)).toEqual([]);
    expect((await platform.records.get(counts, 'ada'))?.data).toEqual({ count: 2 });
  });
});

describe('a stream of another organization', () => {
  const watched = async () => {
    const platform = memory();
    await opening(platform, 1);
    const asAuditors = order({ accountId: watcher, owner: 'auditors', number: 0 }, 'w', undefined, 'auditors');
    await open.execute(platform)(asAuditors);
    return platform;
  };
  const transferring = (platform: Platform, watchedBy = watcher) =>
    transfer.execute(platform)(order({ accountId: one, to: 'eve', watchedBy, number: 2 }, 't'));

  test('is read, and appended to, where the command declares it, in the same write', async () => {
    const platform = await watched();
    await transferring(platform);
    const noticed = (await history(platform, watcher, 'auditors')).at(-1)!;
    expect(noticed).toMatchObject({ type: 'Noticed', by: 'ada', data: { accountId: one } });
    expect(noticed.commandId).toBe((await history(platform, one)).at(-1)!.commandId);
  });

  test('is appended to in the same write as a record is deleted', async () => {
    const platform = await watched();
    const after = { data: { count: 1 } };
    await platform.events.commit({ records: [{ store: counts, id: 'unknown', before: undefined, after }] });
    await transferring(platform);
    expect(await platform.records.get(counts, 'unknown')).toBeUndefined();
  });

  test('is distinct from a stream with the same id in the caller’s organization', async () => {
    const platform = await watched();
    await opening(platform, 1, 'x', two);
    await expect(transferring(platform, two)).rejects.toMatchObject({ code: 'not-watched' });
  });

  test('that grows between read and write makes the command decide again', async () => {
    const platform = await watched();
    let moved = 0;
    const raced = meanwhile(platform, async () => {
      const stream = { context: 'bank', org: 'auditors', aggregate: 'account', id: watcher };
      await platform.events.commit({ appends: [recordedEvent(Noticed({ accountId: two }), stream, 2)] });
      moved++;
    });
    await transferring(raced);
    expect(moved).toBe(1);
    expect(
      (await history(platform, watcher, 'auditors')).map(({ version, data }) => [version, data.accountId]),
    ).toEqual([
      [1, undefined],
      [2, two],
      [3, one],
    ]);
  });
});
