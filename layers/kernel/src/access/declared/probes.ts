/** Looks at the bus, the queues and the stream, to see whether they answer. */
export interface Probes {
  readonly kind: 'probes';
}

export const probes: Probes = { kind: 'probes' };

/** Asks an index for rows of a read model that does not exist, to see whether read models of a context can be read. */
export interface AnyRows {
  readonly kind: 'anyRows';
  readonly contexts: readonly string[];
}

export const anyRows = (contexts: readonly string[]): AnyRows => ({ kind: 'anyRows', contexts });

/** The name of the read model that no context has. */
export const noView = 'health';
