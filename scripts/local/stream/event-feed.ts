import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import type { BusEvent } from '../bus/rules.ts';
import type { Answer } from '../http/http-answer.ts';

/** How many events are kept for those who come back after a break. */
const keptEvents = 1_000;
/** A reader that leaves more than this unread is cut off: it comes back and misses nothing that is kept. */
const mostUnreadBytes = 8 * 1024 * 1024;
/** Clients give up a connection on which nothing comes for minutes. */
const heartbeatMs = 30_000;

export interface EventFeed {
  readonly publish: (event: BusEvent) => void;
  /** Everything that is published from now on, as server-sent events; `?type=` names those wanted, once for each. */
  readonly answer: (request: IncomingMessage) => Answer;
  readonly stop: () => void;
}

/**
 * The bus as a stream of server-sent events. Who comes back with a `Last-Event-ID` gets what was published since; if
 * that event is not known, as after a restart, everything that is kept.
 */
export const eventFeed = (): EventFeed => {
  const kept: BusEvent[] = [];
  const readers = new Map<PassThrough, (event: BusEvent) => boolean>();

  const send = (reader: PassThrough, text: string) => {
    if (reader.writableLength > mostUnreadBytes) reader.destroy();
    else reader.write(text);
  };
  const heartbeat = setInterval(() => {
    for (const reader of readers.keys()) send(reader, ':\n\n');
  }, heartbeatMs).unref();

  const since = (last: string | undefined): readonly BusEvent[] =>
    last === undefined ? [] : kept.slice(kept.findLastIndex(({ id }) => id === last) + 1);

  return {
    publish: (event) => {
      kept.push(event);
      if (kept.length > keptEvents) kept.shift();
      for (const [reader, wants] of readers) if (wants(event)) send(reader, textOf(event));
    },
    answer: ({ url = '', headers }) => {
      const types = new URLSearchParams(url.split('?')[1]).getAll('type');
      const wants = (event: BusEvent) => !types.length || types.includes(event['detail-type']);
      const reader = new PassThrough();
      reader.write(':\n\n');
      for (const event of since(lastOf(headers))) if (wants(event)) reader.write(textOf(event));
      readers.set(reader, wants);
      reader.once('close', () => readers.delete(reader));
      const about = { 'content-type': 'text/event-stream', 'cache-control': 'no-store', connection: 'close' };
      return { statusCode: 200, headers: about, body: reader };
    },
    stop: () => {
      clearInterval(heartbeat);
      for (const reader of readers.keys()) reader.end();
    },
  };
};

const lastOf = (headers: IncomingMessage['headers']): string | undefined => {
  const last = headers['last-event-id'];
  return typeof last === 'string' ? last : undefined;
};

const textOf = (event: BusEvent) => `id: ${event.id}\ndata: ${JSON.stringify(event)}\n\n`;
