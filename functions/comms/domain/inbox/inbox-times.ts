import type { InboxRow } from '../../projections/inbox-row.ts';
import { contentDays } from '../content.ts';
import type { ReadMark } from './read-mark.ts';

const dayMs = 86_400_000;

const millisecondAfter = (time: string | number): string => new Date(new Date(time).getTime() + 1).toISOString();

/** From when on notifications are in the inbox: older ones have no content any more. ISO-8601. */
export const inboxFrom = (now: string): string => millisecondAfter(Date.parse(now) - contentDays * dayMs);

/** From when on notifications can be unread. ISO-8601. */
export const unreadFrom = (now: string, mark: ReadMark | undefined): string => {
  const oldest = inboxFrom(now);
  const after = mark && millisecondAfter(mark.readUpTo);
  return after && after > oldest ? after : oldest;
};

/** When a notification was read: by itself, or with the whole inbox. */
export const readAtOf = ({ readAt, requestedAt }: InboxRow, mark: ReadMark | undefined): string | null =>
  readAt ?? (mark && requestedAt <= mark.readUpTo ? mark.at : null);
