interface Schedule {
  readonly plannedEnd?: string | null | undefined;
  readonly checkpoints: readonly { readonly expectedAt: string }[];
}

/** The end of a route: the last checkpoint or the planned end, whichever is later. */
export const endOf = ({ plannedEnd, checkpoints }: Schedule): string | undefined => {
  const last = checkpoints.at(-1)?.expectedAt;
  if (!plannedEnd || !last) return plannedEnd ?? last;
  return plannedEnd > last ? plannedEnd : last;
};
