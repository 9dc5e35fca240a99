import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { type Claim, ClaimTaken, type Commit, ConcurrencyError, TransactionConflict } from '../../platform.ts';
import { type Stream, streamKey } from '../../write/event.ts';
import { wholeCommit } from '../whole-commit.ts';
import { bookingWrites } from './bookings.ts';
import { eventKey, itemOf } from './items/event-items.ts';
import { entryWrites } from './records.ts';
import { Refused, s, type Table } from './table.ts';

/** Writes everything or nothing, on condition that what was read is unchanged. */
export const commitTo = async (table: Table, parts: Partial<Commit>, now: string): Promise<void> => {
  const commit = wholeCommit(parts);
  const only = commit.appends.length === 1 && isPlain(commit) ? commit.appends[0] : undefined;
  try {
    if (only) await table.put({ Item: itemOf(only), ConditionExpression: 'attribute_not_exists(pk)' });
    else await writeTogether(table, commit, now);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (!error.at.length) throw new TransactionConflict(error.message, { cause: error });
    throw new ConcurrencyError('something that was read has changed', { cause: error });
  }
};

/** A single event: one put costs one write unit per KB, a transaction would cost two. */
const isPlain = ({ unchangedStreams, claims, releases, books, frees, unchangedBookings, records }: Commit) =>
  [unchangedStreams, claims, releases, books, frees, unchangedBookings, records].every((part) => part.length === 0);

const writeTogether = async (table: Table, commit: Commit, now: string) => {
  const entries = commit.records.flatMap((change) => entryWrites(change, now));
  const writes: Write[] = [...appends(commit), ...claims(commit), ...bookingWrites(commit), ...entries];
  try {
    await table.transact(writes.map(({ write }) => inTable(table.name, write)));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const taken = error.at.flatMap((i) => writes[i]?.claim ?? [])[0];
    throw taken ? new ClaimTaken(taken) : error;
  }
};

interface Write {
  readonly write: TransactWriteItem;
  readonly claim?: Claim;
}

/**
 * An item that is written needs no separate check, and one that was read twice needs only one: DynamoDB allows one
 * operation per item.
 */
const appends = ({ appends, unchangedStreams }: Commit): Write[] => {
  const place = (stream: Stream, version: number) => `${streamKey(stream)} ${version}`;
  const written = new Set(appends.map(({ stream, version }) => place(stream, version)));
  const next = new Map(
    unchangedStreams.map(({ stream, version }) => [place(stream, version + 1), { stream, version }]),
  );
  return [
    ...appends.map((event) => ({
      write: { Put: { Item: itemOf(event), ConditionExpression: 'attribute_not_exists(pk)' } as any },
    })),
    ...[...next]
      .filter(([place]) => !written.has(place))
      .map(([, { stream, version }]) => ({
        write: {
          ConditionCheck: {
            Key: { pk: s(streamKey(stream)), sk: s(eventKey(version + 1)) },
            ConditionExpression: 'attribute_not_exists(pk)',
          } as any,
        },
      })),
  ];
};

export const claimKey = (org: string, { context, kind, value }: Pick<Claim, 'context' | 'kind' | 'value'>) =>
  `${context}#${org}#claim#${kind}#${value}`;

/** A value that one holder releases and another claims moves: DynamoDB allows one operation per item. */
const claims = ({ org, claims, releases }: Commit): Write[] => {
  const taken = new Set(claims.map((claim) => claimKey(org, claim)));
  const releasedBy = new Map(releases.map((claim) => [claimKey(org, claim), claim.holder]));
  return [
    ...claims.map((claim) => ({
      claim,
      write: {
        Put: {
          Item: { pk: s(claimKey(org, claim)), sk: s('claim'), holder: s(claim.holder) },
          ConditionExpression: 'attribute_not_exists(pk) OR holder IN (:holder, :former)',
          ExpressionAttributeValues: {
            ':holder': s(claim.holder),
            ':former': s(releasedBy.get(claimKey(org, claim)) ?? claim.holder),
          },
        } as any,
      },
    })),
    ...releases
      .filter((claim) => !taken.has(claimKey(org, claim)))
      .map((claim) => ({
        write: {
          Delete: {
            Key: { pk: s(claimKey(org, claim)), sk: s('claim') },
            ConditionExpression: 'attribute_not_exists(pk) OR holder = :holder',
            ExpressionAttributeValues: { ':holder': s(claim.holder) },
          } as any,
        },
      })),
  ];
};

const inTable = (TableName: string, write: TransactWriteItem): TransactWriteItem =>
  Object.fromEntries(Object.entries(write).map(([kind, input]) => [kind, { TableName, ...input }]));
