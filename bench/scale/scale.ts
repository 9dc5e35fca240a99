import type { Result } from '../result.ts';
import { busiestSecond } from './day.ts';
import { type Limit, limits } from './limits.ts';

/** 1×: the largest organization has 1,000 deliveries a day, the stage has a hundred times as many. */
const once = { organization: 1_000, stage: 100_000 };
export const factors = [1, 10, 100, 1_000] as const;

export interface Use extends Pick<Limit, 'of' | 'what' | 'unit'> {
  readonly load: number;
  readonly capacity: number;
}

/** The load on each limit in the busiest second of a day, at the given multiple of deliveries. */
export const uses = (factor: number): Use[] => {
  const rates = { organization: busiestSecond(once.organization * factor), stage: busiestSecond(once.stage * factor) };
  return limits.map(({ of, what, unit, load, capacity }) => ({
    of,
    what,
    unit,
    load: load(rates[of]),
    capacity: capacity(rates[of]),
  }));
};

/** The limits that are exceeded, the worst first. */
export const broken = (all: readonly Use[]): Use[] =>
  all.filter(({ load, capacity }) => load > capacity).toSorted((a, b) => b.load / b.capacity - a.load / a.capacity);

const percent = (share: number) => (share >= 0.1 ? `${Math.round(share * 100)} %` : `${(share * 100).toFixed(1)} %`);

/** The table of docs/scale.md. */
export const table = (): string => {
  const columns = factors.map(uses);
  const rows = columns[0]!.map(({ of, what, unit }, i) => {
    const cells = columns.map((all) => percent(all[i]!.load / all[i]!.capacity));
    const capacity = Math.round(columns[0]![i]!.capacity).toLocaleString('en');
    return `| ${of} | ${what} | ${capacity} ${unit} | ${cells.join(' | ')} |`;
  });
  return [
    `| Of | Limit | Capacity at 1× | ${factors.map((factor) => `${factor.toLocaleString('en')}×`).join(' | ')} |`,
    `| --- | --- | --- |${factors.map(() => ' ---: |').join('')}`,
    ...rows,
  ].join('\n');
};

/** Calculates from a simulated day which limit is exceeded first. */
export const scale = async (): Promise<Result[]> =>
  factors.flatMap((factor) => {
    const all = uses(factor);
    return all.map(({ of, what, load, capacity }) => ({
      what: `${factor.toLocaleString('en')}×, ${of}: ${what}`,
      unit: '%',
      measured: (load / capacity) * 100,
      ...(factor === 1 && { target: '≤ 100', ok: load <= capacity }),
    }));
  });
