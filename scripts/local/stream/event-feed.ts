import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import type { BusEvent } from '../bus/rules.ts';
import type { Answer } from '../http/http-answer.ts';

/** How many events are kept for clients that reconnect. */
const keptEvents = 1_000;
/** A client with more unread bytes is disconnected: it can reconnect without losing any of the kept events. */
const mostUnreadBytes = 8 * 1024 * 1024;
/** A comment is sent this often, because clients close a connection that is silent for minutes. */
const heartbeatMs = 30_000;

export interface EventFeed {
  readonly publish: (event: BusEvent) => void;
  /** All events from now on, as server-sent events; `?type=` selects types and may be repeated. */
  readonly answer: (request: IncomingMessage) => Answer;
  readonly stop: () => void;
}

/**
 * The bus as server-sent events. A client that reconnects with a `Last-Event-ID` receives the events since then; if
 * that event is unknown, as after a restart, all kept events.
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
