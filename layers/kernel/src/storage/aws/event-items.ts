import { UnreadableEvent } from '../../messaging/unreadable-event.ts';
import { type RecordedEvent, type Stream, streamKey } from '../../write/event.ts';
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
  impersonatedBy,
}: RecordedEvent): Item => ({
  pk: s(streamKey(stream)),
  sk: s(eventKey(version)),
  type: s(type),
  rev: n(revision),
  data: s(JSON.stringify(data)),
  at: s(at),
  by: s(by),
  cause: s(commandId),
  asked: s(inputHash),
  corr: s(correlationId),
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

const parsed = (item: Item): RecordedEvent => ({
  stream: streamIn(item.pk!.S!),
  version: Number(item.sk!.S!.slice(2)),
  type: item.type!.S!,
  revision: Number(item.rev!.N),
  data: objectIn(item.data!.S!),
  at: item.at!.S!,
  by: item.by!.S!,
  commandId: item.cause!.S!,
  inputHash: item.asked!.S!,
  correlationId: item.corr!.S!,
  ...(item.imp && { impersonatedBy: item.imp.S! }),
});

const objectIn = (json: string): Record<string, unknown> => {
  const data: unknown = JSON.parse(json);
  if (typeof data !== 'object' || data === null) throw new TypeError('the data of an event is an object');
  return data as Record<string, unknown>;
};

export const streamIn = (pk: string): Stream => {
  const [context = '', org = '', aggregate = '', ...id] = pk.split('#');
  return { context, org, aggregate, id: id.join('#') };
};
