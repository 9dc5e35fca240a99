/** A parameter of the stage, `/waybill/<stage>/<name>`, created by the deployment or a setup function. */
export interface Parameter<Optional extends boolean = boolean> {
  readonly kind: 'parameter';
  readonly name: string;
  /** Encrypted at rest (SecureString). */
  readonly secret: boolean;
  /** Whether it may be missing. Otherwise a function that reads it answers 503 `not-ready` until it exists. */
  readonly optional: Optional;
  /** Created once and never changed: the policy of its writers denies overwriting. */
  readonly once: boolean;
  /** How long a container may cache the value, in milliseconds. */
  readonly cachedMs: number;
}

interface Options<Optional extends boolean> {
  readonly secret?: boolean;
  readonly optional?: Optional;
  readonly once?: boolean;
  readonly cachedMs?: number;
}

export const parameter = <const Optional extends boolean = false>(
  name: string,
  { secret = false, optional, once = false, cachedMs = 0 }: Options<Optional> = {},
): Parameter<Optional> => ({
  kind: 'parameter',
  name,
  secret,
  optional: (optional ?? false) as Optional,
  once,
  cachedMs,
});
