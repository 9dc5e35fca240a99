/** Somebody tries to get into an account from a device. */
export interface Attempt {
  /** A digest of what they call themselves, whether there is such an account or not. */
  readonly account: string;
  readonly device: string;
  /** The same for an address and a username of one person; nobody has more guesses for having two names. */
  readonly owner: string;
}
