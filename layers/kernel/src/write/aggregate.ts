import type { CheckedEvent } from './checked.ts';
import type { Intent } from './decision.ts';
import type { Event, EventType, RecordedEvent } from './event.ts';

/** When and by whom a fact was recorded. */
export type EventContext = Pick<RecordedEvent, 'at' | 'by' | 'version'>;

/** A history that can be folded into what is known of a thing. */
export interface Source<Name extends string = string, State = any> {
  readonly kind: 'aggregate';
  readonly context: string;
  readonly name: Name;
  /** The events it folds. */
  readonly eventTypes: readonly EventType<any, any>[];
  readonly fold: (history: readonly RecordedEvent[]) => State | undefined;
  /** What it holds in a state, if it ever holds anything. */
  readonly invariantsOf?: ((state: State) => readonly Intent[]) | undefined;
}

/** What a thing is: the fold of what happened to it. */
export interface Aggregate<Name extends string, State, F extends Event> extends Source<Name, State> {
  on<T extends string, D>(
    event: CheckedEvent<T, D, F['type']>,
    evolve: (state: State, data: D, moment: EventContext) => State,
  ): Aggregate<Name, State, F | Event<T, D>>;
  /** The claims and bookings it has in a state: what its commands have written beside the facts, for `verify` to hold them to. */
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
    /** The event that brings it into being; when it comes again, the thing begins anew. */
    begin: <T extends string, D, State>(
      event: EventType<T, D>,
      first: (data: D, moment: EventContext) => State,
    ): Aggregate<Name, State, Event<T, D>> =>
      build(context, name, [[event, (_, data, moment) => first(data, moment)]], strict),
  });

/** A thing of one's own: it must know every event of its stream. */
export const aggregate = starting(true);

/** What one needs to know of somebody else's thing: events it does not name are passed over. */
export const externalAggregate = starting(false);
