import type * as z from 'zod';
import type { Caller } from '../platform.ts';
import type { CodeOf, ProblemType } from '../problems/problem.ts';
import { alreadyExists, notFound } from '../problems/problems.ts';
import type { Aggregate } from './aggregate.ts';
import type { CommandContext, Decision } from './decision.ts';
import type { Event, RecordedEvent } from './event.ts';
import type { Place, Reads, Seen } from './reads.ts';

/** What is decided, on what, and by what it sees: a command without its way in. */
export interface Decider<
  Name extends string,
  State,
  F extends Event,
  Input extends z.ZodObject,
  S extends Reads,
  No extends ProblemType = ProblemType,
> {
  readonly on: Aggregate<Name, State, F>;
  /** Which one it is about, where the input does not say so in `<name>Id`. */
  readonly about?: (input: z.infer<Input>, caller: Caller) => string;
  readonly consults?: S;
  /** Those of the streams that a decision may append to, with `also`. */
  readonly appendsTo?: readonly (keyof S & string)[];
  /** Which streams, resources and records those are; one that is left out is not looked at. */
  readonly where?: (
    input: z.infer<Input>,
    state: State | undefined,
    caller: Caller,
  ) => { readonly [K in keyof S]?: Place | undefined };
  /** The problems that it answers with, its claims and bookings included. */
  readonly refuses?: readonly No[];
  /** When there is nothing yet. Without it, the answer is 404. */
  readonly begin?: (
    input: z.infer<Input>,
    circumstances: CommandContext<Seen<S>>,
  ) => Decision<NoInfer<F>, CodeOf<NoInfer<No>>>;
  /** When there is something already. Without it, the answer is 409. */
  readonly decide?: (
    state: State,
    input: z.infer<Input>,
    circumstances: CommandContext<Seen<S>>,
  ) => Decision<NoInfer<F>, CodeOf<NoInfer<No>>>;
  /**
   * What the answer tells beside id and version. `facts` are the events that the command appended to its own stream: the
   * same ones when the request is repeated, so that the answer is the same too.
   */
  readonly respond?: (
    input: z.infer<Input>,
    circumstances: Pick<CommandContext, 'newId' | 'id' | 'caller' | 'secret'> & {
      readonly facts: readonly RecordedEvent[];
    },
  ) => Record<string, unknown>;
  /** The shape of what it tells, for those who read the API's description. */
  readonly responseSchema?: z.ZodObject;
  /**
   * Something random that nobody could guess, made outside the decision. Whoever asks is told of it once: when the same
   * request is repeated nothing is drawn, and `tells` is given none.
   */
  readonly generateSecret?: () => string;
}

/** The pure heart of every command: what is known in, decision out. */
export const decideOn = <State, F extends Event, Input extends z.ZodObject, S extends Reads>(
  { on, begin, decide }: Decider<any, State, F, Input, S, any>,
  state: State | undefined,
  input: z.infer<Input>,
  circumstances: CommandContext<Seen<S>>,
): Decision<F> => {
  if (state === undefined) return begin?.(input, circumstances) ?? notFound(on.name)();
  return decide?.(state, input, circumstances) ?? alreadyExists(on.name)();
};
