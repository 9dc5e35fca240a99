import type { WhoIsFacts } from './who-is-facts.ts';

/** Looks up a public address, in its canonical form. `undefined`: the provider knows nothing. It throws when it fails. */
export type WhoIsSource = (ip: string) => Promise<WhoIsFacts | undefined>;
