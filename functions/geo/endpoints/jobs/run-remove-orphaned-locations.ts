import { byHand } from '@waybill/kernel';
import { members } from '#events/organizations';
import { removeOrphanedLocations } from '../../schedules/remove-orphaned-locations.ts';

export const runRemoveOrphanedLocations = byHand(removeOrphanedLocations, {
  summary: 'Remove orphaned locations',
  description:
    'Removes locations that nothing refers to, a day after they were last registered or referred to. A schedule does so every night.',
  authority: members,
});
