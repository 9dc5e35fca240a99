import { digest } from '../../../ids.ts';
import { UnreadableEvent } from '../../../messaging/unreadable-event.ts';
import type { StreamSource } from '../../../platform.ts';
import { eventId, type RecordedEvent, type Stream, streamKey } from '../../../write/event.ts';
import { type Item, n, s } from '../table.ts';

/** The sort key of an event in the partition of its stream. */
export const eventKey = (version: number) => `e#${String(version).padStart(10, '0')}`;

/**
 * The first event of a stream has an index entry, so that all streams of an aggregate are found without a scan of the
 * table. The entries are spread over this many partition keys, each of which takes 1,000 new streams a second
 * (DynamoDB's limit for a partition). The number never changes (ADR 18).
 */
export const streamShards = 16;
export const streamsKey = ({ context, aggregate }: StreamSource, shard: number) =>
  `${context}#-#streams#${aggregate}#${shard}`;

const streamEntry = (stream: Stream): Item => ({
  gsi1pk: s(streamsKey(stream, digest(streamKey(stream)).charCodeAt(0) % streamShards)),
  gsi1sk: s(stream.org),
});

/** `data` is stored as JSON text: half the bytes and a tenth of the work of DynamoDB's own maps. */
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
  ...(version === 1 && streamEntry(stream)),
});

/** A recorded event, from its item or from the stream image of it. Throws `UnreadableEvent`. */
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
