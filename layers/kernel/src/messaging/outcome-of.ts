import * as z from 'zod';
import type { Contexts } from '../function.ts';
import type { PublishedEvent } from '../platform.ts';
import { eventsOnStreams } from './event-schemas.ts';

/**
 * What an event came to, for those who count: where it says that something moved `to` one of a closed list of
 * states, that state; `-` for every other. So it never takes more values than the schemas name.
 */
export const outcomeOf = (contexts: Contexts) => {
  const outcomes = new Map(eventsOnStreams(contexts).map(({ event: { type, schema } }) => [type, schema.shape.to]));
  return ({ type, data }: Pick<PublishedEvent, 'type' | 'data'>): string => {
    const to = outcomes.get(type);
    return to instanceof z.ZodEnum && to.options.includes(data.to as string) ? String(data.to) : '-';
  };
};
