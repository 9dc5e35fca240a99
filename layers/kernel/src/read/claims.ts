import type { Platform } from '../platform.ts';

/** A kind of value that one thing in an organisation has and no other: what `claim(name, value)` takes. */
export interface Claims {
  readonly kind: 'claims';
  readonly context: string;
  readonly name: string;
}

export const claims = (context: string, name: string): Claims => ({ kind: 'claims', context, name });

/** Finds what is known by something unique, however many there are. */
export interface ClaimReader {
  /** The id of the one that has the value, strongly consistent. */
  holder(value: string): Promise<string | undefined>;
}

export const claimReader =
  (claims: Claims) =>
  ({ events }: Platform, org: string): ClaimReader => ({ holder: (value) => events.holder(org, claims, value) });
