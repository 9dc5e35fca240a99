import { UnreadableEvent } from '../../messaging/unreadable-event.ts';
import { eventId, type RecordedEvent, type Stream, streamKey } from '../../write/event.ts';
import { type Item, n, s } from './table.ts';

/** The place of an event in the partition of its stream. */
export const eventKey = (version: number) => `e#${String(version).padStart(10, '0')}`;

/** `data` is kept as JSON text: half the bytes and a tenth of the work of DynamoDB's own maps. */
export const itemOf = ({
  stream,
  version,
  type,
  revision,
  data,
  at,
  by,
  commandId,
  inputHash,
  correlationId,
  causationId,
  impersonatedBy,
}: RecordedEvent): Item => ({
  pk: s(streamKey(stream)),
  sk: s(eventKey(version)),
  type: s(type),
  rev: n(revision),
  data: s(JSON.stringify(data)),
  at: s(at),
  by: s(by),
  cmd: s(commandId),
  hash: s(inputHash),
  corr: s(correlationId),
  caus: s(causationId),
  ...(impersonatedBy && { imp: s(impersonatedBy) }),
});

/** An event as it was recorded, from its item or from the stream's image of it. Throws `UnreadableEvent`. */
export const recordedIn = (item: Item): RecordedEvent => {
  try {
    return parsed(item);
  } catch (error) {
    throw new UnreadableEvent(streamIn(item.pk?.S ?? ''), Number(item.sk?.S?.slice(2)), error);
  }
};

const parsed = (item: Item): RecordedEvent => {
  const stream = streamIn(item.pk!.S!);
  const version = Number(item.sk!.S!.slice(2));
  return {
    id: eventId(stream, version),
    stream,
    version,
    type: item.type!.S!,
    revision: Number(item.rev!.N),
    data: objectIn(item.data!.S!),
    at: item.at!.S!,
    by: item.by!.S!,
    commandId: item.cmd!.S!,
    inputHash: item.hash!.S!,
    correlationId: item.corr!.S!,
    causationId: item.caus!.S!,
    ...(item.imp && { impersonatedBy: item.imp.S! }),
  };
};

const objectIn = (json: string): Record<string, unknown> => {
  const data: unknown = JSON.parse(json);
  if (typeof data !== 'object' || data === null) throw new TypeError('the data of an event is an object');
  return data as Record<string, unknown>;
};

export const streamIn = (pk: string): Stream => {
  const [context = '', org = '', aggregate = '', ...id] = pk.split('#');
  return { context, org, aggregate, id: id.join('#') };
};
