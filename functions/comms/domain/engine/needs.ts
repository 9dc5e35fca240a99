import { sesService, snsService } from '@waybill/channels';
import { type AccessOf, declares, type WorkerContext } from '@waybill/kernel';
import { emailProvider, smsProvider } from '../channels/providers.ts';
import { contents } from '../content.ts';
import { notification } from '../notification.ts';
import { addressBook } from '../recipient/address-book.ts';
import { contact } from '../recipient/contact.ts';
import { preferences } from '../recipient/preferences.ts';
import { refusedAddresses } from '../recipient/refused-addresses.ts';
import { unsubscribeKey } from '../unsubscribe/unsubscribe-key.ts';
import { attempts } from './attempts.ts';
import { dispatches } from './dispatch.ts';
import { notificationsToDeliver } from './queue.ts';

/** What the delivery of notifications reads and writes. */
export const engineNeeds = declares({
  reads: { contact, addressBook, preferences, emailProvider, smsProvider, unsubscribeKey },
  writes: { notification, contents, dispatches, attempts, refusedAddresses },
  uses: { notificationsToDeliver, ses: sesService, sns: snsService },
});

export type EngineAccess = AccessOf<typeof engineNeeds>;
export type EngineContext = WorkerContext<EngineAccess>;
