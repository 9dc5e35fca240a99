/** Minutes from one time to another, to a tenth. Negative when the second time is earlier. */
export const minutesBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / 6_000) / 10;
