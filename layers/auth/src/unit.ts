import {
  digest,
  type Event,
  inUnitOfWork,
  isRefusal,
  newId,
  type Platform,
  Problem,
  type Stream,
  type UnitOfWork,
} from '@waybill/kernel';

/** On whose behalf something is done, for the metadata of its events. */
export interface Doer {
  /** A user, or the name of what acts without one. */
  readonly by: string;
  /** The member of staff who acts as the user. */
  readonly impersonatedBy?: string | undefined;
  readonly correlationId: string;
}

/** Everything one request reads and writes: it sees what it has written, and nobody else does until all of it is committed. */
export interface Unit extends Pick<UnitOfWork, 'now' | 'get' | 'findByUnique' | 'findBy' | 'put'> {
  remove: UnitOfWork['delete'];
  /** Appends an event; `by` is whoever does it, unless somebody else is named. */
  tell(stream: Stream, event: Event, by?: string): void;
  /** Names who does all of it, once that is known: every event of the unit names whoever was really at work. */
  doneBy(doer: Pick<Doer, 'by' | 'impersonatedBy'>): void;
}

interface Told {
  readonly stream: Stream;
  readonly event: Event;
  readonly by: string | undefined;
}

/**
 * Does the work in a unit of work of the kernel. `kept` says of what was thrown whether the work is committed nevertheless:
 * a wrong code is an error, and yet it has been counted. Throws the refusals of `inUnitOfWork`.
 */
export const within = async <T>(
  platform: Platform,
  doer: Doer,
  work: (unit: Unit) => Promise<T>,
  kept: (error: unknown) => boolean = () => false,
): Promise<T> => {
  const result = await inUnitOfWork(platform, async (uow) => {
    const told: Told[] = [];
    let who: Pick<Doer, 'by' | 'impersonatedBy'> = doer;
    const unit: Unit = {
      ...uow,
      remove: uow.delete,
      tell: (stream, event, by) => void told.push({ stream, event, by }),
      doneBy: (known) => {
        who = known;
      },
    };
    const outcome = await work(unit).then(
      (value) => ({ value }),
      (error) => {
        if (!kept(error)) throw error;
        return { error };
      },
    );
    const at = uow.now().toISOString();
    const { correlationId } = doer;
    for (const { stream, event, by = who.by } of told) {
      const commandId = digest(newId());
      const acting = who.impersonatedBy && who.impersonatedBy !== by && { impersonatedBy: who.impersonatedBy };
      const stamp = { at, by, ...acting, commandId, inputHash: commandId, correlationId, causationId: correlationId };
      await uow.append(stream, [event], stamp);
    }
    return outcome;
  });
  if (isRefusal(result)) throw Problem.of(result);
  if ('error' in result) throw result.error;
  return result.value as T;
};
