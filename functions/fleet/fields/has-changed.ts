/** Whether something is said that is not known yet. To say nothing is not to deny it: that takes a `null`. */
export const hasChanged = <Said>(said: Said | undefined, known: unknown): said is Said =>
  said !== undefined && (said ?? undefined) !== known;
