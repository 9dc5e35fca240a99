import { recordStore } from '../../../storage/records.ts';

/** What is known about an IP address in a UTC month. The address itself is not stored: its id is `whoIsId`. */
export interface WhoIs {
  readonly at: string;
  /** ISO 3166-1 alpha-2. */
  readonly country?: string | undefined;
  /** ISO 3166-2. */
  readonly subdivision?: string | undefined;
  readonly city?: string | undefined;
  readonly asn?: number | undefined;
  readonly [fact: string]: unknown;
}

/**
 * Written by geo, at most once for an address and month, also where nothing is known; kept for 180 days after the month.
 * The HTTP edge and the authorizer read it.
 */
export const whoIsRecords = recordStore<WhoIs>('geo', 'who-is');
