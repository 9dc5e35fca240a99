import { setTimeout as pause } from 'node:timers/promises';

/** An event as it is delivered to a queue: `events/samples/queue.json` has one in its body. */
export interface BusEvent {
  readonly id: string;
  readonly time: string;
  readonly source: string;
  readonly 'detail-type': string;
  readonly detail: Readonly<Record<string, any>>;
}

interface Options {
  /** Only events of these types; all, if empty. */
  readonly types: readonly string[];
  readonly signal: AbortSignal;
  /** Called once when an established connection breaks, before reconnecting. */
  readonly onBreak: () => void;
}

/** The server does not respond, or not with events. */
export class NoEvents extends Error {
  override readonly name = 'NoEvents';
}

const retryMs = 500;

/**
 * All events that the local runtime at `url` publishes from now on. Reconnects after a broken connection,
 * and resumes after the last event received. Throws `NoEvents` if the first connection fails.
 */
export const eventsAt = async function* (url: string, { types, signal, onBreak }: Options): AsyncIterable<BusEvent> {
  const query = new URLSearchParams(types.map((type): [string, string] => ['type', type]));
  let last: string | undefined;
  let isBroken = false;
  for (let first = true; !signal.aborted; first = false) {
    const headers: Record<string, string> = last === undefined ? {} : { 'last-event-id': last };
    const response = await fetch(`${url}/dev/events?${query}`, { headers, signal }).catch(() => undefined);
    if (response?.ok && response.headers.get('content-type') === 'text/event-stream') {
      isBroken = false;
      for await (const event of eventsIn(response, signal)) {
        last = event.id;
        yield event;
      }
    } else if (first && !signal.aborted)
      throw new NoEvents(
        response
          ? `${url} does not show its events (${response.status}): only the local runtime does.`
          : `Waybill is not running at ${url}: start it with \`npm start\`, or say --url.`,
      );
    if (signal.aborted) return;
    if (!isBroken) onBreak();
    isBroken = true;
    await pause(retryMs, undefined, { signal }).catch(() => undefined);
  }
};

/** Ends when the connection ends for any reason. */
const eventsIn = async function* (response: Response, signal: AbortSignal): AsyncIterable<BusEvent> {
  let rest = '';
  try {
    for await (const text of response.body!.pipeThrough(new TextDecoderStream())) {
      const lines = (rest + text).split('\n');
      rest = lines.pop()!;
      for (const line of lines) if (line.startsWith('data: ')) yield JSON.parse(line.slice('data: '.length));
    }
  } catch (error) {
    // fetch reports a broken connection as a TypeError.
    if (!signal.aborted && !(error instanceof TypeError)) throw error;
  }
};
