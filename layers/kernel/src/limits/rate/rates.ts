/** The requests of one counted subject (a network, a city, an API key) within one window. It expires. */
export interface RateItem {
  /** The subject; it contains no address, only a digest. */
  readonly key: string;
  /** The number of the window since 1970. */
  readonly window: number;
}

export interface RateState {
  /** How many requests were counted, by field. */
  readonly counts: Readonly<Record<string, number>>;
  /** When each blocked field is free again, in epoch seconds. */
  readonly blocks: Readonly<Record<string, number>>;
}

export interface RateChange {
  /** What to add, by field: `[\w-]`, 32 characters at most. */
  readonly counts: RateState['counts'];
  /** Blocks a field that is not blocked yet, until then (epoch seconds). */
  readonly blocks?: RateState['blocks'] | undefined;
  /** When the item expires, in epoch seconds. */
  readonly expiresAt: number;
}

/** Counts requests for rate limits. */
export interface Rates {
  /** Adds atomically, and returns the item after that: one write unit while the item is at most 1 KB. */
  add(item: RateItem, change: RateChange): Promise<RateState>;
  /** That many windows before the item's own, by number; those without requests, and expired ones, are absent. */
  before(item: RateItem, windows: number): Promise<ReadonlyMap<number, RateState>>;
}
