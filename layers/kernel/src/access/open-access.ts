import { type Charge, reserve } from '../limits/budget.ts';
import { streamLag } from '../messaging/probes.ts';
import type { Platform } from '../platform.ts';
import { claimReader } from '../read/claims.ts';
import { bookingReader } from '../read/readers.ts';
import { viewReader } from '../read/view-reader.ts';
import type { CommandFunction } from '../write/command.ts';
import type { UnitOfWork } from '../write/unit/unit-of-work.ts';
import type { Once } from './declared/once.ts';
import { noView } from './declared/probes.ts';
import type { NoThings, Readable, Things, Usable, Writable } from './declared/things.ts';
import { expiredReader, expiredWriter } from './expired-access.ts';
import type { Access, Send } from './handles.ts';
import type { Origin } from './origin.ts';
import { parameterReader, parameterWriter } from './parameters.ts';
import { queueSender } from './queue-access.ts';
import { recordReader, recordWriter } from './record-access.ts';
import { streamReader, streamWriter } from './stream-access.ts';

/** What a function declares to read, write and use. */
export interface Declares<R = Things<Readable>, W = Things<Writable>, U = Things<Usable>> {
  readonly reads?: R;
  readonly writes?: W;
  readonly uses?: U;
}

/**
 * Declares what a shared part of several functions needs. Each function spreads it into its own `reads`, `writes` and
 * `uses`.
 */
export const declares = <
  const R extends Things<Readable> = NoThings,
  const W extends Things<Writable> = NoThings,
  const U extends Things<Usable> = NoThings,
>(
  needs: Declares<R, W, U>,
): { readonly reads: R; readonly writes: W; readonly uses: U } => ({
  reads: needs.reads ?? ({} as R),
  writes: needs.writes ?? ({} as W),
  uses: needs.uses ?? ({} as U),
});

/** The handles that such a shared part receives. */
export type AccessOf<Needs extends { readonly reads: unknown; readonly writes: unknown; readonly uses: unknown }> =
  Access<Needs['reads'], Needs['writes'], Needs['uses']>;

export interface Opened {
  readonly platform: Platform;
  /** The caller's organization. */
  readonly org: string;
  /**
   * The unit of work that reads and writes join. Without one, reads are unguarded and each command is executed in its
   * own.
   */
  readonly unit?: UnitOfWork | undefined;
  /** False: the unit of work may commit even if streams that were read have grown. */
  readonly guarded?: boolean;
  /** Called at each write: a user is known only after authentication. */
  readonly origin: () => Origin;
  /** Given together with a unit of work, which may be retried: budgets are charged once for all its attempts. */
  readonly once?: Once | undefined;
}

/** The handles of everything that is declared, and of nothing else. */
export const openAccess = <R, W, U>({ reads, writes, uses }: Declares<R, W, U>, opened: Opened): Access<R, W, U> => {
  const sent = { count: 0 };
  const handles = {
    ...mapped(reads as Things<Readable>, (of) => readerOf(of, opened)),
    ...mapped(writes as Things<Writable>, (of) => writerOf(of, opened)),
    ...mapped(uses as Things<Usable>, (of) => useOf(of, opened, sent)),
  };
  return handles as Access<R, W, U>;
};

const mapped = <Of>(things: Things<Of> = {}, handleOf: (of: Of) => unknown) =>
  Object.fromEntries(Object.entries(things).map(([name, of]) => [name, handleOf(of)]));

const readerOf = (of: Readable, opened: Opened): unknown => {
  const { platform, org, unit } = opened;
  if (!('kind' in of)) return viewReader(of)(platform, org);
  if (of.kind === 'aggregate') return streamReader(of, opened);
  if (of.kind === 'recordStore') return recordReader(of, opened);
  if (of.kind === 'resource') return bookingReader(of)(platform, org);
  // Inside a unit of work, a value that was read as free and then taken by another writer is a lost race: it is retried.
  if (of.kind === 'claims')
    return unit ? { holder: (value: string) => unit.holder(org, of, value) } : claimReader(of)(platform, org);
  if (of.kind === 'parameter') return parameterReader(of, platform);
  if (of.kind === 'expired') return expiredReader(of, platform);
  if (of.kind === 'anyRows')
    return (context: string) =>
      platform.views.list({ context, org: '-', name: noView }, { index: 0, list: '-', by: '-', limit: 1 });
  const { logs } = platform;
  return (subject: string, limit: number, range?: Parameters<typeof logs.latest>[3]) =>
    logs.latest(of, subject, limit, range);
};

const writerOf = (of: Writable, opened: Opened): unknown => {
  if (of.kind === 'aggregate') return streamWriter(of, opened);
  if (of.kind === 'recordStore') return recordWriter(of, opened);
  if (of.kind === 'parameter') return parameterWriter(of, opened.platform);
  if (of.kind === 'expired') return expiredWriter(of, opened.platform);
  const { logs } = opened.platform;
  return {
    latest: (subject: string, limit: number, range?: Parameters<typeof logs.latest>[3]) =>
      logs.latest(of, subject, limit, range),
    append: (subject: string, entry: Parameters<typeof logs.append>[2], seconds: number) =>
      logs.append(of, subject, entry, seconds),
  };
};

const useOf = (of: Usable, opened: Opened, sent: { count: number }): unknown => {
  const { platform, once = always } = opened;
  if (!('kind' in of)) return senderOf(of, opened, sent);
  if (of.kind === 'queue') return queueSender(of, opened);
  if (of.kind === 'service') return (options: unknown) => platform.services.open(of.name, () => of.open(options));
  if (of.kind === 'budgets')
    return (charges: readonly Charge[]) => once(nameOf(charges), () => reserve(platform, charges));
  return { ...platform.probes, streamLag: (waitMs: number) => streamLag(platform, waitMs) };
};

const always: Once = (_, work) => work();

const nameOf = (charges: readonly Charge[]) =>
  `budgets ${JSON.stringify(charges.map(({ budget: { name }, key }) => [name, key]))}`;

/** Commands of one request have different keys, because the same command may be sent twice to the same stream. */
const senderOf =
  (command: CommandFunction, { platform, unit, origin }: Opened, sent: { count: number }): Send<any> =>
  async (input, { clientInput, caller } = {}) => {
    const from = origin();
    const number = sent.count++;
    const envelope = {
      input,
      clientInput: clientInput ?? from.clientInput,
      caller: caller ?? from.caller,
      key: number ? `${from.key} ${number}` : from.key,
      correlationId: from.correlationId,
      causationId: from.sentCausationId ?? from.commandId,
    };
    return unit ? command.executeIn(unit, envelope) : command.attempt(platform)(envelope);
  };
