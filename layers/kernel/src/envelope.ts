import type { Recorded } from './event.ts';
import type { Contexts } from './function.ts';
import { newId } from './ids.ts';
import type { Envelope } from './platform.ts';

/** Turns a recorded event into what others may read: without what tells about a person. */
export const envelope = (contexts: Contexts) => {
  const personal = personalFields(contexts);
  return ({ type, revision, stream, version, at, by, correlation, cause, data }: Recorded): Envelope => ({
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
    cause,
    data: without(data, personal.get(type) ?? []),
  });
};

const without = (data: Record<string, unknown>, fields: readonly string[]) =>
  Object.fromEntries(Object.entries(data).filter(([name]) => !fields.includes(name)));

/** Every aggregate that some function decides on knows the events of its stream. */
const personalFields = (contexts: Contexts): Map<string, readonly string[]> =>
  new Map(
    Object.values(contexts)
      .flatMap((manifest) => Object.values(manifest))
      .flatMap(({ definition }) => definition.on?.knows ?? [])
      .map((event: { type: string; personal: readonly string[] }) => [event.type, event.personal]),
  );
