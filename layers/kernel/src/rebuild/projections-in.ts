import type { Contexts } from '../function.ts';
import type { Projection } from '../read/projection.ts';

/** The projections in the manifests. */
export const projectionsIn = (contexts: Contexts): readonly Projection<any>[] =>
  Object.values(contexts)
    .flatMap((manifest) => Object.values(manifest))
    .filter((fn) => fn.definition.kind === 'projection') as Projection<any>[];
