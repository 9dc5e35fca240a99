import { newOnce } from '../access/declared/once.ts';
import type { NoThings, Readable, Things, Usable, Writable } from '../access/declared/things.ts';
import type { Access } from '../access/handles.ts';
import { type Declares, openAccess } from '../access/open-access.ts';
import { lambda } from '../function.ts';
import { logger } from '../observability/observe.ts';
import { reasonOf } from '../observability/reason-of.ts';
import type { Development, Platform, PublishedEvent } from '../platform.ts';
import { Problem, type Refusal } from '../problems/problem.ts';
import { isRefusal } from '../write/decision.ts';
import type { Event, EventType, Published } from '../write/event.ts';
import { inUnitOfWork, type UnitOfWork } from '../write/unit/unit-of-work.ts';
import { consumer, originFrom } from './consumer.ts';

/** For a reaction to all events of all contexts. They arrive as published, in any revision, and are not validated. */
export const everyEvent = 'every-event';

type EventTypes = readonly EventType<any, any>[];
type On = EventTypes | typeof everyEvent;

/**
 * The pattern of an EventBridge rule. Event names are unique in the system. A pattern has 2,048 characters at most (quota
 * of EventBridge), which are too few for the names of all events: these are matched by their source.
 */
export const patternOf = (on: On): { readonly 'detail-type': string[] } | { readonly source: { prefix: string }[] } =>
  on === everyEvent ? { source: [{ prefix: 'waybill.' }] } : { 'detail-type': on.map(({ type }) => type) };

/** Whether a reaction gets events of this type. */
export const reactsTo = ({ on }: Pick<ReactionDefinition, 'on'>, type: string): boolean =>
  on === everyEvent || on.some((event) => event.type === type);

type TypeOf<Event> = Event extends EventType<infer Type, any> ? Type : never;

/** The published events of these types: the data in the current revision, without personal fields. */
export type PublishedOf<Of extends On> = Of extends EventTypes
  ? {
      readonly [I in keyof Of]: Omit<PublishedEvent<Published<Of[I]>>, 'type'> & { readonly type: TypeOf<Of[I]> };
    }[number]
  : PublishedEvent;

export interface ReactionContext<A = any> {
  readonly now: () => Date;
  readonly development?: Development | undefined;
  /**
   * Runs a part of the work in a unit of work of its own, committed at once: for work that exceeds one transaction. The
   * parts run in the same order when the event arrives again, and each must be safe to repeat.
   */
  readonly transact: <T>(work: (access: A) => Promise<T>) => Promise<T>;
}

export interface ReactionSpec<Of extends On, R, W, U> extends Declares<R, W, U> {
  readonly name: string;
  /** The types of the events that it reacts to, or `everyEvent`. */
  readonly on: Of;
  /** A refusal fails the reaction, which is then retried. Return nothing where a refusal is an expected outcome. */
  react(
    event: PublishedOf<Of>,
    access: Access<NoInfer<R>, NoInfer<W>, NoInfer<U>>,
    context: ReactionContext<Access<NoInfer<R>, NoInfer<W>, NoInfer<U>>>,
  ): Promise<unknown>;
}

export type ReactionDefinition = Omit<ReactionSpec<On, any, any, any>, 'react'> & {
  readonly kind: 'reaction';
  react(event: any, access: any, context: ReactionContext): Promise<unknown>;
};

/**
 * Reacts to an event of another context with a change in its own, in one unit of work: once per event, however often
 * the event arrives. Failures are retried, then moved to the dead-letter queue.
 */
export const reaction = <
  const Of extends On,
  const R extends Things<Readable> = NoThings,
  const W extends Things<Writable> = NoThings,
  const U extends Things<Usable> = NoThings,
>(
  spec: ReactionSpec<Of, R, W, U>,
) => {
  const declared: EventTypes = spec.on === everyEvent ? [] : (spec.on as EventTypes);
  const types = new Map(declared.map((event) => [event.type as string, event]));
  const definition = { kind: 'reaction', ...spec } as unknown as ReactionDefinition;
  return lambda(definition, (platform: Platform) =>
    consumer(async ({ body }, correlated) => {
      const { detail } = JSON.parse(body) as { detail: PublishedEvent };
      correlated(detail.correlationId);
      const about = { reaction: spec.name, type: detail.type, event: detail.id, correlation: detail.correlationId };
      try {
        const data = spec.on === everyEvent ? detail.data : types.get(detail.type)?.read(detail as Event);
        const result = await react(platform, spec, { ...detail, data } as PublishedOf<Of>);
        if (isRefusal(result)) throw Problem.of(result);
        logger.info('reacted', about);
      } catch (error) {
        logger.error('could not react', { ...about, ...reasonOf(error) });
        throw error;
      }
    }),
  );
};

const react = <Of extends On, R, W, U>(
  platform: Platform,
  spec: ReactionSpec<Of, R, W, U>,
  event: PublishedOf<Of>,
): Promise<unknown | Refusal> => {
  const { id, org } = event as PublishedEvent;
  const originOf = originFrom(spec.name, event as PublishedEvent);
  const once = newOnce();
  const within = <T>(work: (access: Access<R, W, U>, unit: UnitOfWork) => Promise<T>, key: string) =>
    inUnitOfWork(
      platform,
      (unit) => work(openAccess(spec, { platform, org, unit, once, origin: originOf(key) }), unit),
      { name: spec.name },
    );
  return within((access, { now }) => {
    let parts = 0;
    const transact = async <T>(work: (access: Access<R, W, U>) => Promise<T>): Promise<T> => {
      const result = await within(work, `${id} part ${parts++}`);
      if (isRefusal(result)) throw Problem.of(result);
      return result;
    };
    return spec.react(event, access, { now, development: platform.development, transact });
  }, id);
};
