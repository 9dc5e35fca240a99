import { recordStore } from '@waybill/kernel';

/** The time up to which a user has read the whole inbox: one record, however many notifications that are. */
export interface ReadMark {
  /** ISO-8601. Notifications requested at or before this time have been read, */
  readonly readUpTo: string;
  /** at this time. */
  readonly at: string;
}

/** By organization and user. It expires with the contents of what it marks. */
export const readMarks = recordStore<ReadMark>('comms', 'read-mark');

export const readMarkId = (org: string, userId: string): string => `${org} ${userId}`;
