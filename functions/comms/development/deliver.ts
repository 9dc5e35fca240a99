import { worker } from '@waybill/kernel';
import { openProviders } from '../domain/channels/open-providers.ts';
import { outbox, outboxChannels } from '../domain/development/outbox.ts';
import { deliverMessage } from '../domain/engine/deliver-message.ts';
import { engineNeeds } from '../domain/engine/needs.ts';
import { notificationsToDeliver } from '../domain/engine/queue.ts';

/** `deliver` in the local runtime: messages stay in the outbox, unless the runtime has a provider. */
export const deliver = worker({
  name: 'deliver',
  queue: notificationsToDeliver,
  reads: engineNeeds.reads,
  writes: { ...engineNeeds.writes, outbox },
  uses: engineNeeds.uses,
  work: async (message, access, context) => {
    const channels = outboxChannels(await openProviders(access), context.transact, context.now);
    await deliverMessage(message, access, context, channels);
  },
});
