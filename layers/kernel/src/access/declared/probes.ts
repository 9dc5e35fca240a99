/** Health checks of the bus, the queues and the stream. */
export interface Probes {
  readonly kind: 'probes';
}

export const probes: Probes = { kind: 'probes' };

/**
 * Queries an index for rows of a read model that does not exist, to check whether a context's read models can be read.
 */
export interface AnyRows {
  readonly kind: 'anyRows';
  readonly contexts: readonly string[];
}

export const anyRows = (contexts: readonly string[]): AnyRows => ({ kind: 'anyRows', contexts });

/** The name of a read model that no context has. */
export const noView = 'health';
