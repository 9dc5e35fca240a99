import type { Commit, EventStore } from '../../platform.ts';
import { type Event, eventId, type RecordedEvent, type Stream, streamKey } from '../event.ts';
import type { UnitOfWork } from './unit-of-work.ts';

interface Loaded {
  readonly stream: Stream;
  readonly stored: readonly RecordedEvent[];
  readonly appended: RecordedEvent[];
  guarded: boolean;
}

/** The streams that a unit of work has read, and what it appends to them. */
export interface StreamChanges {
  readonly access: Pick<UnitOfWork, 'history' | 'append'>;
  readonly appends: () => readonly RecordedEvent[];
  /** Removes and returns what is appended to the streams with these ids, for a separate commit. */
  readonly take: (ids: readonly string[]) => readonly RecordedEvent[];
  /** Streams that must not have grown: read for a decision, and not appended to. */
  readonly unchanged: () => Commit['unchangedStreams'];
}

export const streamChanges = ({ read }: Pick<EventStore, 'read'>): StreamChanges => {
  const loaded = new Map<string, Promise<Loaded>>();

  const load = async (stream: Stream, guarded: boolean): Promise<Loaded> => {
    const key = streamKey(stream);
    const known = loaded.get(key) ?? read(stream).then((stored) => ({ stream, stored, appended: [], guarded: false }));
    loaded.set(key, known);
    const found = await known;
    settled.set(key, found);
    found.guarded ||= guarded;
    return found;
  };
  const settled = new Map<string, Loaded>();
  const all = () => [...settled.values()];

  return {
    access: {
      history: async (stream, { guarded = true } = {}) => {
        const { stored, appended } = await load(stream, guarded);
        return appended.length ? [...stored, ...appended] : stored;
      },
      append: async (stream, events, stamp) => {
        const { stored, appended } = await load(stream, false);
        const first = stored.length + appended.length + 1;
        const recorded = events.map((event: Event, i): RecordedEvent => {
          const version = first + i;
          return { ...event, id: eventId(stream, version), stream, version, ...stamp };
        });
        appended.push(...recorded);
        return recorded;
      },
    },
    appends: () => all().flatMap(({ appended }) => appended),
    take: (ids) =>
      all().flatMap(({ stream, appended }) => (ids.includes(stream.id) ? appended.splice(0, appended.length) : [])),
    unchanged: () =>
      all().flatMap(({ stream, stored, appended, guarded }) =>
        guarded && !appended.length ? [{ stream, version: stored.length }] : [],
      ),
  };
};
