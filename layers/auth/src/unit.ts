import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import {
  backoff,
  busyTryAgain,
  ConcurrencyError,
  type Event,
  indexedValue,
  newId,
  type Platform,
  Problem,
  type RecordChange,
  type RecordedEvent,
  type RecordStore,
  type Records,
  type StoredRecord,
  type Stream,
  ThrottledError,
} from '@waybill/kernel';

/** On whose behalf something is done, for what is recorded of it. */
export interface Doer {
  /** A user, or what stands in the place of one. */
  readonly by: string;
  /** Who was really at work, where somebody acted as somebody else. */
  readonly impersonatedBy?: string | undefined;
  readonly correlationId: string;
}

/** Everything one call reads and writes: it sees what it has written, and nobody else does until all of it is there. */
export interface Unit extends Pick<Records, 'get' | 'findByUnique' | 'findBy'> {
  readonly now: () => Date;
  /** Writes a record: in the place of the one that was read, or the first of its id. Whoever was faster wins. */
  put<Data extends object>(register: RecordStore<Data>, id: string, data: Data, expiresAt?: string): Promise<void>;
  remove<Data extends object>(register: RecordStore<Data>, id: string): Promise<void>;
  /** Records a fact beside it; `by` is whoever does it, unless somebody else is named. */
  tell(stream: Stream, fact: Event, by?: string): void;
  /** Says who does all of it, once that is known: every fact of the unit names whoever was really at work. */
  doneBy(doer: Pick<Doer, 'by' | 'impersonatedBy'>): void;
}

interface Told {
  readonly stream: Stream;
  readonly fact: Event;
  readonly by: string | undefined;
}

/** A transaction takes a hundred items: a record comes to at most five, and what is beyond is taken out beforehand. */
const mostAtOnce = 18;
/** Of those that go beforehand, each with a fact about it. */
const mostEarly = 16;
const attempts = 5;

const current = new AsyncLocalStorage<Unit>();

/** The unit of the call that is being answered. */
export const unit = (): Unit => {
  const now = current.getStore();
  if (!now) throw new Error('this is done within a unit of work');
  return now;
};

/**
 * Does the work and writes all that it wrote at once; when somebody was faster, it is done anew. `kept` says of what was
 * thrown whether the work stands nevertheless: a wrong code is an error, and yet it has been counted.
 * Throws `ClaimTaken` for a unique value that is somebody else's, 409 `busy-try-again` when every race is lost.
 */
export const within = async <T>(
  platform: Platform,
  doer: Doer,
  work: (unit: Unit) => Promise<T>,
  kept: (error: unknown) => boolean = () => false,
): Promise<T> => {
  for (let tries = 1; ; tries++) {
    const open = opened(platform, doer);
    try {
      const result = await current.run(open.unit, async () => {
        try {
          return { value: await work(open.unit) };
        } catch (error) {
          if (!kept(error)) throw error;
          return { error };
        }
      });
      await open.settle();
      if ('error' in result) throw result.error;
      return result.value as T;
    } catch (error) {
      const lost = error instanceof ConcurrencyError;
      if (!lost && !(error instanceof ThrottledError && error.untried)) throw error;
      if (tries === attempts) throw lost ? Problem.of(busyTryAgain()) : error;
      await pause(backoff(tries));
    }
  }
};

const opened = ({ records, events, clock }: Platform, { correlationId, ...initially }: Doer) => {
  let doer: Pick<Doer, 'by' | 'impersonatedBy'> = initially;
  const changes = new Map<string, RecordChange>();
  /** As each was when the unit first saw it, or that it was not there: on that it decides, and that it replaces. */
  const read = new Map<string, StoredRecord | undefined>();
  /** Who held what when the unit first asked, or that nobody did. */
  const held = new Map<string, string | undefined>();
  const told: Told[] = [];
  const place = ({ context, name }: RecordStore, id: string) => `${context}#${name}#${id}`;

  const first = <Data extends object>(
    register: RecordStore<Data>,
    id: string,
    kept: StoredRecord<Data> | undefined,
  ) => {
    const where = place(register, id);
    if (!read.has(where)) read.set(where, kept);
    return read.get(where) as StoredRecord<Data> | undefined;
  };
  const original = async <Data extends object>(register: RecordStore<Data>, id: string) =>
    read.has(place(register, id))
      ? (read.get(place(register, id)) as StoredRecord<Data> | undefined)
      : first(register, id, await records.get(register, id));

  /** As it is now, for this unit. */
  const seen = <Data extends object>(
    register: RecordStore<Data>,
    kept: StoredRecord<Data>,
  ): StoredRecord<Data> | undefined => {
    const change = changes.get(place(register, kept.id));
    return change ? changed(change) : first(register, kept.id, kept);
  };
  const mine = <Data extends object>(register: RecordStore<Data>, field: string, value: string): StoredRecord<Data>[] =>
    [...changes.values()].flatMap((change) => {
      const entry = change.register.name === register.name && changed<Data>(change);
      return entry && indexedValue(entry, field) === value ? entry : [];
    });
  const unit: Unit = {
    now: clock,
    get: async (register, id) => {
      const change = changes.get(place(register, id));
      return change ? changed(change) : original(register, id);
    },
    findByUnique: async (register, field, value) => {
      const [own] = mine<any>(register, field, value);
      if (own) return own;
      const what = `${place(register, field)}#${value}`;
      if (!held.has(what)) {
        const kept = await records.findByUnique(register, field, value);
        held.set(what, kept && first(register, kept.id, kept)?.id);
      }
      const id = held.get(what);
      const now = id === undefined ? undefined : await unit.get(register, id);
      return now && indexedValue(now, field) === value ? now : undefined;
    },
    findBy: async (register, field, value) => {
      const kept = await records.findBy(register, field, value);
      const still = kept.flatMap((entry) => {
        const now = changes.has(place(register, entry.id)) ? undefined : seen(register, entry);
        return now && indexedValue(now, field) === value ? now : [];
      });
      return [...still, ...mine<any>(register, field, value)].toSorted((a, b) => (a.id < b.id ? -1 : 1));
    },
    put: async (register, id, data, expiresAt) => {
      const was = await original(register, id);
      changes.set(place(register, id), { register, id, before: was, after: { data, expiresAt } });
    },
    remove: async (register, id) => {
      const was = await original(register, id);
      if (was) changes.set(place(register, id), { register, id, before: was, after: undefined });
      else changes.delete(place(register, id));
    },
    tell: (stream, fact, who) => void told.push({ stream, fact, by: who }),
    doneBy: (known) => {
      doer = known;
    },
  };

  /**
   * What is taken out goes first where all of it is too much for one transaction, with what is told of it: half a removal
   * is repeated, and harms nobody.
   */
  const settle = async () => {
    const all = [...changes.values()];
    const removals = all.filter(({ after }) => after === undefined);
    const early = removals.slice(0, Math.max(0, all.length - mostAtOnce));
    for (let i = 0; i < early.length; i += mostEarly) {
      const entries = early.slice(i, i + mostEarly);
      const gone = new Set(entries.map(({ id }) => id));
      await events.commit({
        records: entries,
        appends: await recorded(told.filter(({ stream }) => gone.has(stream.id))),
      });
    }
    const entries = all.filter((change) => !early.includes(change));
    const gone = new Set(early.map(({ id }) => id));
    const appends = await recorded(told.filter(({ stream }) => !gone.has(stream.id)));
    if (entries.length || appends.length) await events.commit({ appends, records: entries });
  };

  const recorded = async (facts: readonly Told[]) => {
    const at = clock().toISOString();
    const appends: RecordedEvent[] = [];
    for (const [, about] of Map.groupBy(facts, ({ stream }) => `${stream.org}#${stream.aggregate}#${stream.id}`)) {
      const [{ stream }] = about as [Told];
      const { length } = await events.read(stream);
      const commandId = newId();
      appends.push(
        ...about.map(({ fact, by = doer.by }, i) => ({
          ...fact,
          stream,
          version: length + i + 1,
          at,
          by,
          commandId,
          inputHash: commandId,
          correlationId,
          ...(doer.impersonatedBy && doer.impersonatedBy !== by && { impersonatedBy: doer.impersonatedBy }),
        })),
      );
    }
    return appends;
  };
  return { unit, settle };
};

const changed = <Data>({ id, before, after }: RecordChange): StoredRecord<Data> | undefined =>
  after && { id, data: after.data as Data, version: before?.version ?? 0, expiresAt: after.expiresAt };
