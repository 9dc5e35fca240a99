import { worker } from '@waybill/kernel';
import { userAddresses } from '#events/comms';
import { addressBook } from '../domain/recipient/address-book.ts';

/** Keeps the address of a user, for notifications to that user. An older message does not replace a newer one. */
export const bookAddress = worker({
  name: 'bookAddress',
  queue: userAddresses,
  writes: { addressBook },
  work: ({ userId, ...address }, _, { transact }) =>
    transact(async ({ addressBook }) => {
      const known = await addressBook.get(userId);
      if (known && known.data.at >= address.at) return;
      await addressBook.put(userId, address);
    }),
});
