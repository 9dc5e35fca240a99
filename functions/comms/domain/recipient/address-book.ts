import { recordStore } from '@waybill/kernel';

/** The address of a user that identity sent last. */
export interface BookedAddress {
  readonly email: string;
  readonly name: string;
  readonly locale?: string | undefined;
  /** ISO-8601: when identity sent it. An older message does not replace it. */
  readonly at: string;
}

/** By user. */
export const addressBook = recordStore<BookedAddress>('comms', 'address');
