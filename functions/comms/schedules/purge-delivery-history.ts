import { expired, schedule } from '@waybill/kernel';
import { attempts } from '../domain/engine/attempts.ts';
import { dispatches } from '../domain/engine/dispatch.ts';
import { purged } from '../domain/purged.ts';
import { refusedAddresses } from '../domain/recipient/refused-addresses.ts';

/** Deletes attempts and the state of channels after 365 days, and what is known of refused addresses after 180. */
export const purgeDeliveryHistory = schedule({
  name: 'purgeDeliveryHistory',
  every: 'cron(45 3 * * ? *)',
  writes: {
    expiredAttempts: expired(attempts),
    expiredDispatches: expired(dispatches),
    expiredRefusals: expired(refusedAddresses),
  },
  page: ({ expiredAttempts, expiredDispatches, expiredRefusals }, cursor, { now }) =>
    purged([expiredAttempts, expiredDispatches, expiredRefusals], cursor, now().toISOString()),
});
