import type * as z from 'zod';
import { digest, idFieldOf, newId } from '../ids.ts';
import { count } from '../observability/observe.ts';
import type { Caller, Platform } from '../platform.ts';
import type { Refusal } from '../problems/problem.ts';
import { alreadyExists, idempotencyKeyReused, notFound, resourceBooked, versionMovedOn } from '../problems/problems.ts';
import { bookingConflicts } from './booking-conflicts.ts';
import type { CommandSpec } from './command.ts';
import { type CommandContext, type Decision, isIntent, isRefusal } from './decision.ts';
import type { Event, Stream } from './event.ts';
import { readAll } from './unit/read-all.ts';
import { inUnitOfWork, type Stamp, type UnitOfWork } from './unit/unit-of-work.ts';
import { writeIntents } from './unit/write-intents.ts';

/** A command to be executed, with its input and context. */
export interface CommandEnvelope<Input = unknown> {
  readonly input: Input;
  /** What the client sent, if the server has added to `input`: only this is compared when a key is reused. */
  readonly clientInput?: object | undefined;
  readonly caller: Caller;
  /** The user that the command's `as` authenticated. */
  readonly person?: unknown;
  /** A command with the same key and caller takes effect once on a stream. */
  readonly key: string;
  readonly correlationId: string;
  /** What caused it, if not the request itself. */
  readonly causationId?: string | undefined;
  /** The version that the caller expects the aggregate to have; any other one is refused with 412. */
  readonly expected?: number | undefined;
}

export interface CommandResult {
  readonly id: string;
  /** The version of the aggregate after the command. */
  readonly version: number;
  /** Whether the command created the aggregate. */
  readonly began: boolean;
  readonly wrote: boolean;
  /** Whether it was executed before, under the same key. */
  readonly replayed: boolean;
  /** What `respond` adds to the response. */
  readonly more: Record<string, unknown>;
}

/** The pure part of a command: from state, input and read values to a decision. */
export const decideOn = (
  { on, begin, decide }: Pick<CommandSpec, 'on' | 'begin' | 'decide'>,
  state: unknown,
  input: unknown,
  reads: Readonly<Record<string, unknown>>,
  context: CommandContext,
): Decision<Event> => {
  if (state === undefined) return begin?.(input, reads, context) ?? notFound(on.name)();
  return decide?.(state, input, reads, context) ?? alreadyExists(on.name)();
};

/** Executes a command inside a unit of work, which commits what it writes. */
export const executeIn = async (
  unit: UnitOfWork,
  spec: CommandSpec,
  { input, clientInput, caller, person, key, correlationId, causationId = correlationId, expected }: CommandEnvelope,
): Promise<CommandResult | Refusal> => {
  const { on, about, reads = {}, respond, generateSecret } = spec;
  const { orgId: org, userId: by, impersonatedBy } = caller;
  const commandId = digest(`${org} ${by} ${key}`);
  const inputHash = digest(JSON.stringify(clientInput ?? input));
  const idOf = (what: string) => newId(`${commandId} ${what}`);
  const id = about?.(input, caller, person) ?? (input as Record<string, string>)[idFieldOf(on.name)] ?? idOf(on.name);
  const stream: Stream = { context: on.context, org, aggregate: on.name, id };

  // 1. Load. A command that is in the history has been executed before.
  const history = await unit.history(stream);
  const before = history.filter((event) => event.commandId === commandId);
  const [first, last] = [before[0], before.at(-1)];
  if (first && last) {
    if (last.inputHash !== inputHash) return idempotencyKeyReused();
    const more = respond?.(input, { newId: idOf, id, caller, events: before }) ?? {};
    return { id, version: last.version, began: first.version === 1, wrote: true, replayed: true, more };
  }
  if (expected !== undefined && expected !== history.length) return versionMovedOn({ version: history.length });

  // 2. Fold.
  const state = on.fold(history);
  const values = await readAll(unit, reads, org, input, { caller, person, state });

  // 3. Decide.
  const now = unit.now().toISOString();
  const secret = generateSecret?.();
  const decision = decideOn(spec, state, input, values, { now, caller, person, id, newId: idOf, secret });
  if (isRefusal(decision)) return decision;
  const parts = [decision].flat();
  const intents = parts.filter(isIntent);
  const conflicts = await bookingConflicts(unit, intents, org, id);
  if (conflicts.length) return resourceBooked({ conflicts });

  // 4. Stamp.
  const stamp: Stamp = {
    at: now,
    by,
    ...(impersonatedBy && { impersonatedBy }),
    commandId,
    inputHash,
    correlationId,
    causationId,
  };

  // 5. Write, to be committed by the unit of work.
  const decided = parts.filter((part): part is Event => !isIntent(part));
  await unit.append(stream, decided, stamp);
  await writeIntents(unit, spec, intents, { org, id, input, caller, person, state, stamp });
  const events = (await unit.history(stream)).slice(history.length);
  const more = respond?.(input, { newId: idOf, id, caller, secret, events }) ?? {};
  const version = history.length + events.length;
  return { id, version, began: history.length === 0, wrote: events.length > 0, replayed: false, more };
};

/** Executes a command in a unit of work of its own. */
export const execute =
  <Input extends z.ZodObject>(spec: CommandSpec, name: string) =>
  (platform: Platform) =>
  async (envelope: CommandEnvelope<z.infer<Input>>): Promise<CommandResult | Refusal> => {
    const result = await inUnitOfWork(platform, (unit) => executeIn(unit, spec, envelope), { name });
    counted(result, name);
    return result;
  };

/** Counts the outcome of a command. */
export const counted = (result: CommandResult | Refusal, name: string): void => {
  if (isRefusal(result)) count('CommandRefused', { command: name, code: result.refused });
  else count(result.replayed ? 'CommandReplayed' : 'CommandAccepted', { command: name });
};
