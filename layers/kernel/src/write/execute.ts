import { setTimeout as sleep } from 'node:timers/promises';
import type * as z from 'zod';
import { backoff } from '../backoff.ts';
import { stillWanted } from '../http/in-time.ts';
import { digest, idFieldOf, newId } from '../ids.ts';
import { count } from '../observability/observe.ts';
import {
  type Caller,
  ClaimTaken,
  ConcurrencyError,
  type Platform,
  ThrottledError,
  TransactionConflict,
} from '../platform.ts';
import { Problem, type ProblemType } from '../problems/problem.ts';
import { busyTryAgain, contended, idempotencyKeyReused, taken, versionMovedOn } from '../problems/problems.ts';
import { type Decider, decideOn } from './decider.ts';
import { type Intent, isIntent, isRefusal } from './decision.ts';
import type { Event, RecordedEvent, Stream } from './event.ts';
import { alsoTold, bookingsIn, claimsIn, entriesIn } from './intents.ts';
import { type Place, type Reads, readOne, type Seen } from './reads.ts';

export interface CommandEnvelope<Input> {
  readonly input: Input;
  /**
   * What the client sent, where `input` holds more than that: only this is compared when the same key is used again. What
   * the server adds (who an address belongs to, a slug that was free) may differ by then.
   */
  readonly clientInput?: object | undefined;
  readonly caller: Caller;
  /** The same key never takes effect twice on the same stream. */
  readonly key: string;
  readonly correlationId: string;
  /** The version the caller believes it is changing. */
  readonly expected?: number | undefined;
}

export interface CommandResult {
  readonly id: string;
  readonly version: number;
  readonly began: boolean;
  readonly wrote: boolean;
  readonly replayed: boolean;
  readonly more: Record<string, unknown>;
}

/** A race is decided again five times; after that the client is told to come back. */
const attempts = 5;

/** 409 when every attempt lost an optimistic-concurrency race; 503 when DynamoDB reported contention each time. */
const busy = (lost: ConcurrencyError) => Problem.of(lost instanceof TransactionConflict ? contended() : busyTryAgain());

/** What became of an order, by the command's name: all of them take few values, none of which is anybody's. */
const counted = async (command: string, order: Promise<CommandResult>): Promise<CommandResult> => {
  try {
    const outcome = await order;
    count(outcome.replayed ? 'CommandReplayed' : 'CommandAccepted', { command });
    return outcome;
  } catch (error) {
    if (error instanceof Problem) count('CommandRefused', { command, code: error.code });
    throw error;
  }
};

/** Decides on what it reads and commits what was decided, until nothing has moved in between. */
export const execute = <
  Name extends string,
  State,
  F extends Event,
  Input extends z.ZodObject,
  S extends Reads,
  No extends ProblemType = ProblemType,
>(
  spec: Decider<Name, State, F, Input, S, No>,
  command: string,
) => {
  const sights = Object.entries(spec.consults ?? {});
  return (platform: Platform) =>
    async (order: CommandEnvelope<z.infer<Input>>): Promise<CommandResult> => {
      const { input, caller, key, correlationId, expected } = order;
      const org = caller.orgId;
      const commandId = digest(`${org} ${caller.userId} ${key}`);
      const inputHash = digest(JSON.stringify(order.clientInput ?? input));
      const idOf = (what: string) => newId(`${commandId} ${what}`);
      const id =
        spec.about?.(input, caller) ?? (input as Record<string, string>)[idFieldOf(spec.on.name)] ?? idOf(spec.on.name);
      const stream: Stream = { context: spec.on.context, org, aggregate: spec.on.name, id };
      const drawn = spec.generateSecret?.();
      const more = (facts: readonly RecordedEvent[], drawn?: string) =>
        spec.respond?.(input, { newId: idOf, id, caller, secret: drawn, facts }) ?? {};

      const attempt = async (): Promise<CommandResult> => {
        const history = await platform.events.read(stream);
        const before = history.filter((event) => event.commandId === commandId);
        const [first, last] = [before[0], before.at(-1)];
        if (first && last) {
          if (last.inputHash !== inputHash) throw Problem.of(idempotencyKeyReused());
          const { version } = last;
          return { id, version, began: first.version === 1, wrote: true, replayed: true, more: more(before) };
        }
        if (expected !== undefined && expected !== history.length)
          throw Problem.of(versionMovedOn({ version: history.length }));

        const state = spec.on.fold(history);
        const where = (spec.where?.(input, state, caller) ?? {}) as Record<string, Place | undefined>;
        const looks = await Promise.all(
          sights.map(([name, sight]) => readOne(platform, org, name, sight, where[name])),
        );
        const now = platform.clock().toISOString();
        const sees = Object.fromEntries(looks.map(({ name, seen }) => [name, seen])) as Seen<S>;
        const decision = decideOn(spec, state, input, { now, caller, id, sees, newId: idOf, secret: drawn });
        if (isRefusal(decision)) throw Problem.of(decision);

        const parts = [decision].flat() as (F | Intent)[];
        const facts = parts.filter((part): part is F => !isIntent(part));
        const intents = parts.filter(isIntent);
        const { userId: by, impersonatedBy } = caller;
        const stamp = { at: now, by, commandId, inputHash, correlationId, ...(impersonatedBy && { impersonatedBy }) };
        const own = facts.map(
          (fact, i): RecordedEvent => ({ ...fact, stream, version: history.length + i + 1, ...stamp }),
        );
        if (own.length || intents.length) {
          const others = alsoTold(intents, looks, spec.appendsTo ?? [], stamp);
          const guards = looks.flatMap(({ guard }) => guard ?? []);
          await platform.events.commit({
            org,
            appends: [...own, ...others],
            unchangedStreams: guards.filter((guard) => 'stream' in guard),
            ...claimsIn(intents, spec.on.context, id),
            ...(await bookingsIn(platform, org, id, intents, guards)),
            records: await entriesIn(platform, intents, looks),
          });
        }
        return {
          id,
          version: history.length + own.length,
          began: history.length === 0,
          wrote: own.length > 0,
          replayed: false,
          more: more(own, drawn),
        };
      };

      const settle = async () => {
        for (let tries = 1; ; tries++) {
          stillWanted();
          try {
            return await attempt();
          } catch (error) {
            if (error instanceof ClaimTaken) throw Problem.of(taken(error.claim.kind)({ field: error.claim.field }));
            const lost = error instanceof ConcurrencyError;
            if (!lost && !(error instanceof ThrottledError && error.untried)) throw error;
            if (lost) count('RaceLost', { command });
            if (tries === attempts) throw lost ? busy(error) : error;
            await sleep(backoff(tries));
          }
        }
      };
      return counted(command, settle());
    };
};
