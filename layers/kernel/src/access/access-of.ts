import type { Definition } from '../function.ts';
import { isOpen } from '../function.ts';
import type { AuthenticatedRoute } from '../http/authentication.ts';
import { lookUps } from '../http/client/places/look-ups.ts';
import { whoIsRecords } from '../http/client/places/who-is-records.ts';
import type { HttpSpec } from '../http/edge.ts';
import { budgets } from '../limits/budget.ts';
import { sourceKey } from '../limits/source.ts';
import type { Claims } from '../read/claims.ts';
import { cursorKey } from '../read/cursor.ts';
import type { Reads } from '../write/reads.ts';
import type { Readable, Usable, Writable } from './declared/things.ts';
import type { Declares } from './open-access.ts';

type Thing = Readable | Writable | Claims | Exclude<Usable, { readonly definition: unknown }>;

/** One resource that a function accesses, and how. Its policy, environment and local wiring are generated from this. */
export interface AccessTo {
  readonly of: Thing;
  readonly access: 'read' | 'readWrite';
  /** Whether the commit fails if the resource has changed since it was read. */
  readonly guarded: boolean;
}

const read = (of: Thing, guarded = false): AccessTo => ({ of, access: 'read', guarded });
const write = (of: Thing): AccessTo => ({ of, access: 'readWrite', guarded: true });

/** Everything that a function accesses, from its definition. The same resource may occur more than once. */
export const accessOf = (definition: Definition): readonly AccessTo[] => {
  switch (definition.kind) {
    case 'command':
      return [
        write(definition.on),
        ...Object.values((definition.reads ?? {}) as Reads).map((entry) =>
          'ids' in entry ? read(entry.of.of) : read(entry.of, entry.consistency !== 'eventual'),
        ),
        ...Object.values((definition.writes ?? {}) as Record<string, Writable | Claims>).map(write),
        ...ofHttp(definition),
      ];
    case 'bulk':
      return accessOf(definition.of);
    case 'query':
    case 'endpoint':
      return [...ofHttp(definition), ...declaredBy(definition)];
    case 'reaction':
    case 'worker':
    case 'schedule':
    case 'setup':
    case 'authorizer':
      return declaredBy(definition);
    case 'projection':
    case 'eventLog':
      return [];
  }
};

/**
 * What a function declares with `reads`, `writes` and `uses`, including that of the commands that it uses. Only
 * functions that write have guards.
 */
const declaredBy = ({ reads, writes, uses }: Declares<unknown, unknown, unknown>): AccessTo[] => {
  const guarded = things(writes).length + things(uses).length > 0;
  return [
    ...things<Readable>(reads).map((of) => read(of, guarded)),
    ...things<Writable>(writes).flatMap((of) => (of.kind === 'expired' ? [read(of), write(of.store)] : write(of))),
    ...things<Usable>(uses).flatMap((of) => ('definition' in of ? accessOf(of.definition) : write(of))),
  ];
};

const things = <Of>(declared: unknown): Of[] => Object.values((declared ?? {}) as Record<string, Of>);

/** What the HTTP edge needs for a route: its limits, the pseudonym and place of clients, the cursor key, authentication. */
const ofHttp = (spec: Http): AccessTo[] => ofEdge(spec, spec.as?.for(spec));

type Http = Pick<HttpSpec<any>, 'role' | 'limits' | 'input' | 'as'> & AuthenticatedRoute;

const ofEdge = ({ role, limits = [], input }: Http, as: Declares<unknown, unknown, unknown> = {}): AccessTo[] => [
  ...(limits.some(({ budget }) => !budget.inMemory) ? [write(budgets)] : []),
  ...limits.flatMap(({ reads }) => things<Readable>(reads).map((of) => read(of))),
  ...(isOpen(role) ? [read(sourceKey), read(whoIsRecords), write(lookUps)] : []),
  ...('cursor' in input.shape ? [read(cursorKey)] : []),
  ...declaredBy(as),
];
