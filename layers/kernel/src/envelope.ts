import type { Recorded } from './event.ts';
import { toldBy } from './event-schemas.ts';
import type { Contexts } from './function.ts';
import { newId } from './ids.ts';
import type { Envelope } from './platform.ts';

/** Turns a recorded event into what others may read: without what tells about a person. */
export const envelope = (contexts: Contexts) => {
  const personal = personalFields(contexts);
  return ({
    type,
    revision,
    stream,
    version,
    at,
    by,
    correlation,
    cause,
    data,
    impersonatedBy,
  }: Recorded): Envelope => ({
    id: newId(`${stream.context} ${stream.org} ${stream.aggregate} ${stream.id} ${version}`),
    type,
    revision,
    org: stream.org,
    context: stream.context,
    aggregate: stream.aggregate,
    aggregateId: stream.id,
    version,
    at,
    by,
    correlation,
    ...(impersonatedBy && { impersonatedBy }),
    cause,
    data: without(data, personal.get(type) ?? []),
  });
};

const without = (data: Record<string, unknown>, fields: readonly string[]) =>
  Object.fromEntries(Object.entries(data).filter(([name]) => !fields.includes(name)));

const personalFields = (contexts: Contexts): Map<string, readonly string[]> =>
  new Map(toldBy(contexts).map(({ event: { type, personal } }) => [type, personal]));
