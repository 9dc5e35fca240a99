import type { Commit } from '../platform.ts';

/** A commit with all its parts: what somebody leaves out, they do not write. Without an organisation it is the house's own. */
export const wholeCommit = (parts: Partial<Commit>): Commit => ({
  org: '-',
  appends: [],
  unchangedStreams: [],
  claims: [],
  releases: [],
  books: [],
  frees: [],
  unchangedBookings: [],
  records: [],
  ...parts,
});
