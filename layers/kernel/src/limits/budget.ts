import { digest, newId } from '../ids.ts';
import type { Platform } from '../platform.ts';
import { tooManyAttempts, tooManyRequests } from '../problems/problems.ts';
import { putLast } from '../put-last.ts';
import { log } from '../storage/logs.ts';
import { addressShare } from './address-share.ts';
import { quotaHeaders } from './rate/quota.ts';

/** How often something may be done within a sliding window, counted for each key. */
export interface Budget {
  readonly name: string;
  /** Uses within the window; with `delays`, uses at the same moment. */
  readonly most: number;
  /** Length of the window. */
  readonly seconds: number;
  /** `failures`: a use is given back when the operation succeeds. */
  readonly counts: 'requests' | 'failures';
  /** Seconds to wait after that many failures within the window; the last entry applies to all further failures. */
  readonly delays?: readonly number[];
  /**
   * For failures that are no guesses: of simultaneous uses the earlier ones are granted, as for requests. The limit may
   * be exceeded by as many uses as the clocks of instances differ; without it, too many at once are all refused.
   */
  readonly earlierFirst?: boolean;
  /** Counted for a network that several users may share: see `addressShare`. */
  readonly perNetwork?: boolean;
  /** Counted in the memory of one instance, where counting in the table would cost more than the response itself. */
  readonly inMemory?: boolean;
}

/** One use of a budget, for one key. */
export interface Charge {
  readonly budget: Budget;
  readonly key: string;
}

/** Taken from all budgets, or from none. */
export type Reservation =
  | {
      readonly granted: true;
      /** Reports the outcome. Without it, uses count as failures. */
      settle(outcome: 'succeeded' | 'failed'): Promise<void>;
    }
  | {
      readonly granted: false;
      /** The budget that is used up. */
      readonly budget: Budget;
      /** Seconds until a use is available, at least 1. */
      readonly retryAfter: number;
    };

/** The 429 for a reservation that was not granted, with the headers of all rate limits. */
export const tooMany = ({ budget, retryAfter }: Extract<Reservation, { granted: false }>) => {
  const refusal = problemOf(budget)({ retryAfter });
  const { name, seconds } = budget;
  const quotas = quotaHeaders([{ name, limit: mostOf(budget), seconds, left: 0, reset: retryAfter }]);
  return { ...refusal, headers: { ...refusal.headers, ...quotas } };
};

/** The problem for a budget that is used up. */
export const problemOf = ({ counts }: Budget) => (counts === 'failures' ? tooManyAttempts : tooManyRequests);

interface Use {
  readonly at: number;
  /** The operation has not ended yet. */
  readonly open: boolean;
}

/** All budgets: for functions that reserve uses themselves. */
export interface AllBudgets {
  readonly kind: 'budgets';
}

export const budgets: AllBudgets = { kind: 'budgets' };

/** Each use is an item of its own: simultaneous uses never conflict, and each can be given back. */
export const budgetUses = log('limits', 'use');

type Counting = Pick<Platform, 'clock' | 'logs'>;

/** No call takes longer; a use that is still open after this was interrupted. */
const openSeconds = 30;
/** After this many failures, uses of a budget with delays no longer run concurrently. */
const freeFailures = 3;

/**
 * Takes a use from every budget, or from none. It writes first and counts then, so simultaneous uses see each other.
 * Where failures count (guesses), the limit is never exceeded. Where requests count (mails), earlier uses have
 * priority, so a flood cannot block all users; simultaneous requests may exceed the limit slightly.
 */
export const reserve = async (platform: Counting, charges: readonly Charge[]): Promise<Reservation> => {
  const now = platform.clock().getTime();
  const [light, kept] = [charges.filter(({ budget }) => budget.inMemory), charges.filter((it) => !it.budget.inMemory)];

  // 1. Refuse without writing if a budget is used up already.
  const before = await Promise.all(kept.map((charge) => usesOf(platform, charge, now)));
  const remembered = light.map((charge) => memoryOf(platform, charge, now));
  const early = refusal([
    ...kept.map(({ budget }, i) => ({ budget, wait: waitFor(budget, before[i]!, now) })),
    ...light.map(({ budget }, i) => ({ budget, wait: waitFor(budget, remembered[i]!, now) })),
  ]);
  if (early) return early;
  const noted = light.map((charge, i) => {
    const use = { at: now, open: false };
    remembered[i]!.push(use);
    return { charge, use };
  });

  // 2. Write, 3. count again.
  const mine = kept.map((charge) => useOf(platform, charge, now));
  await Promise.all(mine.map(({ put }, i) => put(kept[i]!.budget.counts === 'failures')));
  const after = await Promise.all(mine.map(({ rivals }) => rivals()));
  const late = refusal(kept.map(({ budget }, i) => ({ budget, wait: waitFor(budget, after[i]!, now) })));
  if (late) {
    await Promise.all(mine.map(({ remove }) => remove()));
    return late;
  }

  const failures = mine.filter((_, i) => kept[i]!.budget.counts === 'failures');
  return {
    granted: true,
    settle: async (outcome) => {
      if (outcome === 'succeeded')
        for (const { charge, use } of noted) if (charge.budget.counts === 'failures') giveBack(platform, charge, use);
      await Promise.all(failures.map(({ put, remove }) => (outcome === 'succeeded' ? remove() : put(false))));
    },
  };
};

/** Keys are IP addresses, mail addresses and ids: only a digest is stored. */
const subjectOf = ({ budget, key }: Charge): string => digest(`${budget.name} ${key}`);

/** Uses sort by their time. */
const sortOf = (at: number, id = ''): string => `${new Date(at).toISOString()}#${id}`;

/** More uses are never needed to compute the waiting time. */
const enough = (budget: Budget): number => (budget.delays ? budget.delays.length + budget.most : mostOf(budget)) + 1;

/** Uses within the window, oldest first. */
const usesOf = async ({ logs }: Counting, charge: Charge, now: number, before?: string): Promise<Use[]> => {
  const from = sortOf(now - charge.budget.seconds * 1000 + 1);
  const found = await logs.latest(budgetUses, subjectOf(charge), enough(charge.budget), { from, before });
  return found.map(({ data }) => data as Use).toReversed();
};

const useOf = (platform: Counting, charge: Charge, now: number) => {
  const { logs } = platform;
  const { budget } = charge;
  const [subject, sort] = [subjectOf(charge), sortOf(now, newId())];
  return {
    put: (open: boolean) => logs.append(budgetUses, subject, { sort, data: { at: now, open } }, budget.seconds + 1),
    remove: () => logs.remove(budgetUses, subject, sort),
    /** Competing uses: of requests, the earlier ones; of failures, all others. */
    rivals: async () => {
      if (budget.counts === 'requests' || budget.earlierFirst) return usesOf(platform, charge, now, sort);
      const uses = await usesOf(platform, charge, now);
      // One of them is the own use. Open uses with the same time are interchangeable.
      const own = uses.findLastIndex(({ at, open }) => at === now && open);
      return uses.filter((_, i) => i !== own);
    },
  };
};

/** Seconds until a further use is possible; 0: now. Uses are ordered by time. */
const waitFor = (budget: Budget, uses: readonly Use[], now: number): number => {
  const isOpen = ({ open, at }: Use) => open && now - at < openSeconds * 1000;
  const failed = uses.filter((use) => !isOpen(use));
  const seconds = (until: number) => Math.ceil((until - now) / 1000);
  if (budget.delays) {
    const last = failed.at(-1);
    const delay = last ? budget.delays[Math.min(failed.length, budget.delays.length - 1)]! : 0;
    const wait = last ? seconds(last.at + delay * 1000) : 0;
    if (wait > 0) return wait;
    return uses.length - failed.length >= (failed.length <= freeFailures ? budget.most : 1) ? 1 : 0;
  }
  const most = mostOf(budget);
  if (uses.length < most) return 0;
  // Open uses may be given back at any moment.
  return failed.length < most ? 1 : Math.max(1, seconds(uses[uses.length - most]!.at + budget.seconds * 1000));
};

const refusal = (waits: readonly { readonly budget: Budget; readonly wait: number }[]): Reservation | undefined => {
  const [longest] = waits.filter(({ wait }) => wait > 0).toSorted((a, b) => b.wait - a.wait);
  return longest && { granted: false, budget: longest.budget, retryAfter: longest.wait };
};

const mostOf = ({ most, perNetwork }: Budget): number => most * (perNetwork ? addressShare() : 1);

const memories = new WeakMap<object, Map<string, Use[]>>();
/** Keys that one instance remembers; beyond that, the oldest are dropped. */
const mostKeys = 10_000;

/** The list of uses is replaced by each reservation. */
const giveBack = ({ logs }: Counting, { budget, key }: Charge, use: Use): void => {
  const uses = memories.get(logs)?.get(`${budget.name} ${key}`) ?? [];
  const i = uses.indexOf(use);
  if (i >= 0) uses.splice(i, 1);
};

const memoryOf = ({ logs }: Counting, { budget, key }: Charge, now: number): Use[] => {
  const memory = memories.get(logs) ?? new Map<string, Use[]>();
  memories.set(logs, memory);
  const name = `${budget.name} ${key}`;
  const uses = (memory.get(name) ?? []).filter(({ at }) => at > now - budget.seconds * 1000);
  putLast(memory, name, uses, mostKeys);
  return uses;
};
