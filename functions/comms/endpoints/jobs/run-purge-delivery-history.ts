import { byHand } from '@waybill/kernel';
import { members } from '#events/organizations';
import { purgeDeliveryHistory } from '../../schedules/purge-delivery-history.ts';

export const runPurgeDeliveryHistory = byHand(purgeDeliveryHistory, {
  summary: 'Purge the history of deliveries of notifications',
  description:
    'Deletes the attempts to deliver notifications after 365 days, and what is known of refused addresses after 180. A schedule does so every night.',
  authority: members,
});
