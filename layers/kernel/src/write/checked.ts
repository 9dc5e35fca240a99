import type * as z from 'zod';
import type { ProblemType, Refusal } from '../problems/problem.ts';
import type { Aggregate } from './aggregate.ts';
import type { Event, EventType } from './event.ts';

/**
 * Mistakes in a definition, which the type checker reports as one sentence: instead of the type that was given, it asks
 * for a string that says what is wrong.
 */

type ParameterOf<Route extends string> = Route extends `${string}{${infer Field}}${infer Rest}`
  ? Field | ParameterOf<Rest>
  : never;

/** The route, if the input has a field for each of its parameters. */
export type CheckedRoute<Route extends string, Input extends z.ZodObject> = [
  Exclude<ParameterOf<Route>, keyof Input['shape']>,
] extends [never]
  ? Route
  : `the route has {${Exclude<ParameterOf<Route>, keyof Input['shape']>}}, and the input has no such field`;

/** The event, if it is not among those that are handled already. */
export type CheckedEvent<Type extends string, Data, Handled extends string> = Type extends Handled
  ? `${Type} is handled already; begin also runs when its event comes again`
  : EventType<Type, Data>;

type FactIn<Decision> = Decision extends readonly (infer Part)[]
  ? Extract<Part, Event>
  : Decision extends Event
    ? Decision
    : never;

/** The aggregate, if it knows every event that is decided. */
export type CheckedAggregate<Name extends string, State, F extends Event, Decision> = [
  Exclude<FactIn<Decision>, F>,
] extends [never]
  ? Aggregate<Name, State, F>
  : `${Name} does not know ${Exclude<FactIn<Decision>, F>['type']}: add .on(${Exclude<FactIn<Decision>, F>['type']}, …) to it`;

type CodeIn<Decision> = Decision extends Refusal<infer Code> ? Code : never;

/** The problems, if every refusal that is decided is among them. */
export type CheckedRefusals<No extends ProblemType, Decision> = [Exclude<CodeIn<Decision>, No['code']>] extends [never]
  ? readonly No[]
  : `${Exclude<CodeIn<Decision>, No['code']>} is answered, and not declared: add it to refuses`;

/** `refuses` may be left out only where no refusal is decided. */
export type DeclaredRefusals<Decision> = [CodeIn<Decision>] extends [never] ? unknown : { readonly refuses: unknown };
