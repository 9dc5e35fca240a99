/** Maps all items, at most that many at a time. */
export const mapWithConcurrency = async <T>(
  work: readonly T[],
  lanes: number,
  one: (item: T) => Promise<unknown>,
): Promise<void> => {
  const waiting = [...work];
  const lane = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await one(next);
  };
  await Promise.all(Array.from({ length: Math.min(lanes, waiting.length) }, lane));
};
