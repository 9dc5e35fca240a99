import { setTimeout as pause } from 'node:timers/promises';
import type { Contexts } from '@waybill/kernel/function';
import { streamKey } from '@waybill/kernel/write/event';
import { knowledgeOf } from './knowledge.ts';
import { type Repair, repairing } from './repair.ts';
import type { Entry } from './rows/ledger.ts';
import type { ScanOptions } from './scan.ts';
import { type ComparedRow, type Held, type Survey, survey, type Target } from './survey.ts';

export interface Difference {
  readonly what: 'row' | 'counters' | 'booking' | 'counter' | 'claim' | 'stream';
  /** The key of the wrong item. */
  readonly where: string;
  readonly wrong: string;
  /** Repairs it and says how; absent if only an operator can. */
  readonly repair?: Repair;
}

export interface VerifyOptions extends ScanOptions {
  readonly onProgress?: (items: number) => void;
  /** How long writes in progress may take, before a difference is reported. */
  readonly patienceMs?: number;
}

export interface Verified {
  readonly items: number;
  /** Stale rows of another release: folded when they are read, until a job has written them again. */
  readonly stale: number;
  readonly differences: readonly Difference[];
}

/**
 * Compares the whole table with its streams: rows, counters, bookings with their counters, claims. Writes continue
 * meanwhile: a difference is checked again, and only reported if the item has not changed and still differs.
 */
export const verify = async (target: Target, contexts: Contexts, options: VerifyOptions = {}): Promise<Verified> => {
  const knowledge = knowledgeOf(contexts);
  const repair = repairing(target, knowledge);
  const first = await survey(target, knowledge, options);
  if (!differences(first, first, repair).length) return { items: first.items, stale: first.stale, differences: [] };
  await pause(options.patienceMs ?? 1_500);
  const second = await survey(target, knowledge, options);
  return { items: second.items, stale: second.stale, differences: differences(first, second, repair) };
};

/**
 * The rows of a projection that no stream produces, as after a change of its keys: found in two passes, so that a row
 * that is written meanwhile is not among them.
 */
export const leftovers = async (
  target: Target,
  contexts: Contexts,
  name: string,
  options: VerifyOptions = {},
): Promise<readonly Difference[]> => {
  const projections = knowledgeOf(contexts).projections.filter(({ definition }) => definition.name === name);
  const knowledge = { projections, holders: [] };
  const repair = repairing(target, knowledge);
  const looked = async () => {
    const seen = await survey(target, knowledge, { ...options, only: true });
    return { seen, left: seen.rows.open().filter(([, { expected }]) => !expected) };
  };
  const first = await looked();
  if (!first.left.length) return [];
  await pause(options.patienceMs ?? 1_500);
  const second = await looked();
  return rowDifferences(first.seen, second.seen, repair).filter(({ wrong }) => wrong === withoutStream);
};

const withoutStream = 'belongs to no stream';

/** The differences of the first pass whose items are unchanged and still wrong; in the order of repair. */
const differences = (first: Survey, second: Survey, repair: ReturnType<typeof repairing>): Difference[] => [
  ...[...second.unprojected]
    .filter(([key]) => first.unprojected.has(key))
    .map(([where, wrong]): Difference => ({ what: 'stream', where, wrong })),
  // A stale row that no stream produces any more is no error either: `rebuild` deletes it.
  ...rowDifferences(first, second, repair, ({ actual }) => !actual?.isStale),
  ...[...second.buckets].flatMap(([where, { counts, sums }]): Difference[] => {
    const before = first.buckets.get(where);
    const drift = driftOf(counts, sums);
    const asBefore = before && same(counts, before.counts) && same(drift, driftOf(before.counts, before.sums));
    if (!asBefore || !Object.keys(drift).length) return [];
    const wrong = Object.entries(drift).map(([name, n]) => `${name} ${n > 0 ? '+' : ''}${n}`);
    return [
      { what: 'counters', where, wrong: `differ by ${wrong.join(', ')}`, repair: () => repair.counters(where, drift) },
    ];
  }),
  ...still(first.bookings, second.bookings, (a, b) => a?.says === b?.says).map(
    ([where, entry]): Difference => ({
      what: 'booking',
      where,
      wrong: heldWrong(entry),
      repair: () => repair.booking(where, entry),
    }),
  ),
  ...still(first.claims, second.claims, (a, b) => a?.says === b?.says).map(
    ([where, entry]): Difference => ({
      what: 'claim',
      where,
      wrong: heldWrong(entry),
      repair: () => repair.claim(where, entry),
    }),
  ),
  ...[...second.counters].flatMap(([where, { held, found }]): Difference[] => {
    const before = first.counters.get(where);
    if (held === found || before?.held !== held || before.found !== found) return [];
    return [{ what: 'counter', where, wrong: `says ${held}, there are ${found}`, repair: () => repair.counter(where) }];
  }),
];

/** If a projection cannot fold some stream, a row without a stream may belong to it. */
const rowDifferences = (
  first: Survey,
  second: Survey,
  repair: ReturnType<typeof repairing>,
  meant: (entry: Entry<ComparedRow>) => boolean = () => true,
) => {
  const failed = new Set([...first.unprojected.keys(), ...second.unprojected.keys()]);
  const unprojected = new Set([...failed].map((key) => key.split(' ')[0]));
  const differing = still(
    first.rows,
    second.rows,
    (a, b) => a?.content === b?.content && a?.checkpoint === b?.checkpoint,
  );
  return differing
    .filter(([, entry]) => meant(entry))
    .map(([where, entry]): Difference => {
      const name = where.split('#')[3];
      const isDoubtful = !entry.expected && unprojected.has(name);
      if (isDoubtful) return { what: 'row', where, wrong: 'belongs to no stream that can be projected' };
      if (entry.actual?.streams?.some((stream) => failed.has(`${name} ${streamKey(stream)}`)))
        return { what: 'row', where, wrong: 'has a stream that cannot be projected' };
      return { what: 'row', where, wrong: rowWrong(entry), repair: () => repair.row(where, entry) };
    });
};

type Ledger<T> = { get(key: string): Entry<T> | undefined; open(): [string, Entry<T>][] };

const still = <T>(first: Ledger<T>, second: Ledger<T>, unmoved: (a: T | undefined, b: T | undefined) => boolean) =>
  second.open().filter(([key, entry]) => {
    const before = first.get(key);
    return before && unmoved(before.actual, entry.actual);
  });

const rowWrong = ({ expected, actual }: Entry<ComparedRow>) => {
  if (!actual) return 'is missing';
  if (!expected) return withoutStream;
  if (actual.isDamaged) return 'is damaged';
  return actual.checkpoint < expected.checkpoint
    ? `is behind: at version ${actual.checkpoint} of ${expected.checkpoint}`
    : 'is not the fold of its stream';
};

const heldWrong = ({ expected, actual }: Entry<Held>) => {
  if (!actual) return 'is missing';
  if (!expected) return 'has a holder that should not have it';
  return `says ${actual.says}, not ${expected.says}`;
};

const driftOf = (counts: Record<string, number>, sums: Record<string, number>): Record<string, number> =>
  Object.fromEntries(
    [...new Set([...Object.keys(counts), ...Object.keys(sums)])]
      .sort()
      .map((name) => [name, (counts[name] ?? 0) - (sums[name] ?? 0)] as const)
      .filter(([, n]) => n !== 0),
  );

const same = (a: Record<string, number>, b: Record<string, number>) =>
  JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort());
