const delays = [0, 0, 0, 0, 5, 15, 30, 60, 300] as const;

/** After so many failures in a row, so many seconds must pass before the next attempt: three are free, none lasts for ever. */
export const delayAfter = (failures: number): number => delays[failures] ?? 900;
