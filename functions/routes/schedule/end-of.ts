interface Schedule {
  readonly plannedEnd?: string | null | undefined;
  readonly checkpoints: readonly { readonly expectedAt: string }[];
}

/** When a route ends: at its last checkpoint, unless it was planned to end later. */
export const endOf = ({ plannedEnd, checkpoints }: Schedule): string | undefined => {
  const last = checkpoints.at(-1)?.expectedAt;
  if (!plannedEnd || !last) return plannedEnd ?? last;
  return plannedEnd > last ? plannedEnd : last;
};
