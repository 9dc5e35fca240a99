import type { Platform } from '../platform.ts';

/** A kind of value that is unique among the aggregates of an organization: a plate, a licence. */
export interface Claims<Name extends string = string> {
  readonly kind: 'claims';
  readonly context: string;
  readonly name: Name;
}

export const claims = <const Name extends string>(context: string, name: Name): Claims<Name> => ({
  kind: 'claims',
  context,
  name,
});

/** Finds an aggregate by a unique value. */
export interface ClaimReader {
  /** The id of the holder of the value, strongly consistent. */
  holder(value: string): Promise<string | undefined>;
}

export const claimReader =
  (claims: Claims) =>
  ({ events }: Platform, org: string): ClaimReader => ({ holder: (value) => events.holder(org, claims, value) });
