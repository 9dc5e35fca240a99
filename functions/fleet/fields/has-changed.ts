/** Whether the input changes the known value. `undefined` leaves the value unchanged, `null` removes it. */
export const hasChanged = <Said>(said: Said | undefined, known: unknown): said is Said =>
  said !== undefined && (said ?? undefined) !== known;
