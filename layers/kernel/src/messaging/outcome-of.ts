import * as z from 'zod';
import type { Contexts } from '../function.ts';
import type { PublishedEvent } from '../platform.ts';
import { eventsOnStreams } from './event-schemas.ts';

/**
 * The outcome of an event, as a metric dimension: the new state of an event with a field `to` from a closed list of
 * states; `-` for every other. The number of values is limited by the schemas.
 */
export const outcomeOf = (contexts: Contexts) => {
  const outcomes = new Map(eventsOnStreams(contexts).map(({ event: { type, schema } }) => [type, schema.shape.to]));
  return ({ type, data }: Pick<PublishedEvent, 'type' | 'data'>): string => {
    const to = outcomes.get(type);
    return to instanceof z.ZodEnum && to.options.includes(data.to as string) ? String(data.to) : '-';
  };
};
