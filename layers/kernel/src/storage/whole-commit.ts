import type { Commit } from '../platform.ts';

/** A commit with all its parts: missing parts are empty. Without an organization it belongs to the system itself. */
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
