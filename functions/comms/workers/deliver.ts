import { worker } from '@waybill/kernel';
import { openProviders } from '../domain/channels/open-providers.ts';
import { type Providers, providerChannels } from '../domain/channels/provider-channels.ts';
import { deliverMessage } from '../domain/engine/deliver-message.ts';
import { type EngineAccess, engineNeeds } from '../domain/engine/needs.ts';
import { notificationsToDeliver } from '../domain/engine/queue.ts';

/** `deliver` with other providers, for tests. */
export const deliverBy = (open: (access: EngineAccess) => Promise<Providers>) =>
  worker({
    name: 'deliver',
    queue: notificationsToDeliver,
    // What providers accept at the same time.
    maxConcurrency: 20,
    ...engineNeeds,
    work: async (message, access, context) =>
      deliverMessage(message, access, context, providerChannels(await open(access))),
  });

/** Delivers notifications by e-mail and SMS: each channel once, tried again until it has worked or is given up. */
export const deliver = deliverBy(openProviders);
