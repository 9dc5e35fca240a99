/**
 * Degrees rounded to 5 decimals, ties to the even digit: the value times 100,000 in floating point, rounded, divided.
 * Negative zero becomes zero.
 */
export const rounded = (degrees: number): number => {
  const scaled = degrees * 1e5;
  const below = Math.floor(scaled);
  const isTie = scaled - below === 0.5;
  const whole = isTie ? below + (below % 2 === 0 ? 0 : 1) : Math.round(scaled);
  return whole / 1e5 + 0;
};
