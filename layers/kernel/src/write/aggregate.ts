import type { CheckedEvent } from './checked.ts';
import type { Intent } from './decision.ts';
import type { Event, EventType, RecordedEvent } from './event.ts';

/** The time of an event and the user who caused it. */
export type EventContext = Pick<RecordedEvent, 'at' | 'by' | 'version'>;

/** A history that can be folded into a state. */
export interface Source<Name extends string = string, State = any> {
  readonly kind: 'aggregate';
  readonly context: string;
  readonly name: Name;
  /** The events it folds. */
  readonly eventTypes: readonly EventType<any, any>[];
  readonly fold: (history: readonly RecordedEvent[]) => State | undefined;
  /** The intents that must hold in a state, if any. */
  readonly invariantsOf?: ((state: State) => readonly Intent[]) | undefined;
}

/** An aggregate: its state is the fold of its events. */
export interface Aggregate<Name extends string, State, F extends Event> extends Source<Name, State> {
  on<T extends string, D>(
    event: CheckedEvent<T, D, F['type']>,
    evolve: (state: State, data: D, moment: EventContext) => State,
  ): Aggregate<Name, State, F | Event<T, D>>;
  /**
   * Its claims and bookings in a state: what its commands have written in addition to events. `verify` compares them.
   */
  invariants(holds: (state: State) => readonly Intent[]): Aggregate<Name, State, F>;
}

type Evolve = (state: any, data: any, moment: EventContext) => unknown;
type Step = readonly [event: EventType<any, any>, evolve: Evolve];

const build = (
  context: string,
  name: string,
  steps: readonly Step[],
  strict: boolean,
  holds?: Source['invariantsOf'],
): Aggregate<any, any, any> => {
  const byType = new Map(steps.map((step) => [step[0].type as string, step]));
  if (byType.size < steps.length) throw new Error(`${context}.${name} handles ${steps.at(-1)![0].type} twice`);
  const step = (state: unknown, fact: RecordedEvent) => {
    const known = byType.get(fact.type);
    if (known) return known[1](state, known[0].read(fact), fact);
    if (strict) throw new Error(`${name} does not know ${fact.type}`);
    return state;
  };
  return {
    kind: 'aggregate',
    context,
    name,
    eventTypes: steps.map(([event]) => event),
    fold: (history) => history.reduce(step, undefined),
    invariantsOf: holds,
    on: (event: any, evolve: Evolve) => build(context, name, [...steps, [event, evolve]], strict, holds),
    invariants: (holds) => build(context, name, steps, strict, holds),
  };
};

const starting =
  (strict: boolean) =>
  <const Name extends string>(context: string, name: Name) => ({
    /** The event that begins it; when it occurs again, the state begins anew. */
    begin: <T extends string, D, State>(
      event: EventType<T, D>,
      first: (data: D, moment: EventContext) => State,
    ): Aggregate<Name, State, Event<T, D>> =>
      build(context, name, [[event, (_, data, moment) => first(data, moment)]], strict),
  });

/** An aggregate of the own context: it must handle every event of its stream. */
export const aggregate = starting(true);

/** A read-only view of another context's aggregate: events that it does not name are ignored. */
export const externalAggregate = starting(false);
