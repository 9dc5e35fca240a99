import type { NoThings, Readable, Things, Usable, Writable } from '../access/declared/things.ts';
import type { Access } from '../access/handles.ts';
import type { Declares } from '../access/open-access.ts';
import type { Caller } from '../platform.ts';
import type { CodeOf, ProblemType, Refusal } from '../problems/problem.ts';
import type { HttpRequest, HttpSpec } from './edge.ts';

/** The authenticated user: the caller of the function from then on. */
export interface Authenticated<Who> {
  readonly person: Who;
  readonly caller: Caller;
  readonly cookies?: readonly string[];
}

/** What an authentication may depend on. */
export interface AuthenticatedRoute {
  readonly route?: string | undefined;
  readonly whileActing?: HttpSpec<any>['whileActing'];
}

interface Spec<Who, R, W, U, No extends ProblemType> extends Declares<R, W, U> {
  readonly refuses: readonly No[];
  /** Refusals that still commit what was written: a stolen session is ended. */
  readonly commitsOn?: readonly NoInfer<No>[];
  readonly authenticate: (
    request: HttpRequest<unknown>,
    access: Access<NoInfer<R>, NoInfer<W>, NoInfer<U>>,
    about: { readonly now: () => Date; readonly apiUrl: () => string },
  ) => Promise<Authenticated<Who> | Refusal<CodeOf<NoInfer<No>>>>;
}

/** How a function authenticates its caller where the authorizer does not: `as` of a route. Its role is `person`. */
export interface Authentication<Who = any> {
  readonly kind: 'authentication';
  /** Its specification for a route. */
  readonly for: (route: AuthenticatedRoute) => Spec<Who, any, any, any, any>;
}

export const authentication = <
  Who,
  const R extends Things<Readable> = NoThings,
  const W extends Things<Writable> = NoThings,
  const U extends Things<Usable> = NoThings,
  No extends ProblemType = never,
>(
  spec: Spec<Who, R, W, U, No>,
): Authentication<Who> => ({ kind: 'authentication', for: () => spec as unknown as Spec<Who, any, any, any, any> });

/**
 * An authentication that differs by route: each route receives, and its policy allows, only what its variant declares.
 */
export const authenticationBy = <Who>(
  choose: (route: AuthenticatedRoute) => Authentication<Who>,
): Authentication<Who> => ({ kind: 'authentication', for: (route) => choose(route).for(route) });
