import type { RateItem, RateState, Rates } from '../../limits/rate/rates.ts';

/** Counted requests that expire by the given clock. */
export const memoryRates = (clock: () => Date): Rates => {
  const kept = new Map<string, RateState & { readonly expiresAt: number }>();
  const place = ({ key, window }: RateItem) => `${key} ${window}`;
  const read = (item: RateItem) => {
    const found = kept.get(place(item));
    return found && found.expiresAt > clock().getTime() / 1000 ? found : undefined;
  };
  return {
    add: async (item, { counts: more, blocks, expiresAt }) => {
      const found = read(item);
      const counts = { ...found?.counts };
      for (const [field, by] of Object.entries(more)) counts[field] = (counts[field] ?? 0) + by;
      const state = { counts, blocks: { ...blocks, ...found?.blocks }, expiresAt };
      kept.set(place(item), state);
      return { counts: state.counts, blocks: state.blocks };
    },
    before: async ({ key, window }, windows) => {
      const numbers = Array.from({ length: windows }, (_, i) => window - windows + i);
      return new Map(
        numbers.flatMap((number) => {
          const found = read({ key, window: number });
          return found ? [[number, { counts: found.counts, blocks: found.blocks }] as const] : [];
        }),
      );
    },
  };
};
