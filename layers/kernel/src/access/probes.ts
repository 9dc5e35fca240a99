/** Looks at the bus, the queues and the stream, to see whether they answer. */
export interface Probes {
  readonly kind: 'probes';
}

export const probes: Probes = { kind: 'probes' };

/** Asks an index for rows of a read model that does not exist, to see whether read models of a context answer. */
export interface AnyRows {
  readonly kind: 'anyRows';
  readonly context: string;
  readonly name: string;
}

export const anyRows = (context: string, name: string): AnyRows => ({ kind: 'anyRows', context, name });
