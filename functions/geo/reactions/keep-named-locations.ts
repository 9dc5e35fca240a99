import { reaction } from '@waybill/kernel';
import { DeliveryCreated, DestinationChanged } from '#events/deliveries';
import { CheckpointAdded, CheckpointChanged, CheckpointsPlanned } from '#events/routes';
import { keepLocation } from '../commands/keep-location.ts';

/** Locations that are kept in one transaction, which has at most 100 items: each takes two. */
const atOnce = 40;

/** Keeps the locations that routes and deliveries refer to: their history is kept, and so are its places. */
export const keepNamedLocations = reaction({
  name: 'keepNamedLocations',
  on: [CheckpointAdded, CheckpointChanged, CheckpointsPlanned, DeliveryCreated, DestinationChanged],
  uses: { keepLocation },

  react: async ({ data }, _, { transact }) => {
    const ids = [...new Set(namedIn(data))];
    for (let i = 0; i < ids.length; i += atOnce)
      await transact(async ({ keepLocation }) => {
        for (const locationId of ids.slice(i, i + atOnce)) await keepLocation({ locationId });
      });
  },
});

interface Named {
  readonly locationId?: string | undefined;
}

/** Of a delivery, its own destination: the checkpoints are those of its route, which is known already. */
const namedIn = (data: Named & { readonly checkpoint?: Named; readonly checkpoints?: readonly Named[] }): string[] =>
  [data, data.checkpoint, ...(data.checkpoints ?? [])].flatMap((named) => named?.locationId ?? []);
