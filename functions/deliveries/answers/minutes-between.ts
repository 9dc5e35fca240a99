/** Whole and broken minutes from one moment to another, to a tenth; negative when the second comes first. */
export const minutesBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / 6_000) / 10;
