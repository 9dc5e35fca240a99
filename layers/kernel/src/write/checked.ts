import type * as z from 'zod';
import type { EventType } from './event.ts';

/**
 * Mistakes in a definition, which the type checker reports as one sentence: the expected type is a string literal that
 * describes the mistake.
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

/** The event, if it is not among those that are already handled. */
export type CheckedEvent<Type extends string, Data, Handled extends string> = Type extends Handled
  ? `${Type} is handled already; begin also runs when its event comes again`
  : EventType<Type, Data>;
