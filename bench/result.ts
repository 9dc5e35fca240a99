/** One line of the table. Without a target it is shown for comparison. */
export interface Result {
  readonly what: string;
  readonly measured?: number;
  /** Why it was not measured here. */
  readonly skipped?: string;
  readonly unit?: string;
  readonly target?: string;
  readonly ok?: boolean;
}

/** The percentile: the value below which the given share of the values lies. */
export const percentile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
};
