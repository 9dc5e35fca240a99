import type { RecordReader, StreamReader } from '@waybill/kernel';
import type { ChannelName } from '#events/comms';
import type { BookedAddress } from './address-book.ts';
import type { Contact } from './contact.ts';

interface Reads {
  readonly contact: Pick<StreamReader<Contact>, 'state'>;
  readonly addressBook: RecordReader<BookedAddress>;
}

export interface Addresses extends Readonly<Partial<Record<ChannelName, string>>> {
  readonly locale?: string | undefined;
}

interface Recipient {
  readonly contactId?: string | undefined;
  readonly userId?: string | undefined;
}

/** The current addresses of a recipient; `undefined` if nothing is known of it. */
export const addressesOf = async (
  { contactId, userId }: Recipient,
  { contact, addressBook }: Reads,
): Promise<Addresses | undefined> => {
  if (contactId !== undefined) {
    const found = await contact.state(contactId);
    return found && !found.deleted ? found : undefined;
  }
  const booked = userId === undefined ? undefined : (await addressBook.get(userId))?.data;
  return booked && { email: booked.email, locale: booked.locale };
};
