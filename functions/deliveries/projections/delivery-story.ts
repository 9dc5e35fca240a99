import { deliveryFold } from '../answers/delivery-fold.ts';
import { DeliveryStory } from '../answers/delivery-row.ts';

/** A delivery with its full history, folded on each request. */
export const deliveryStory = deliveryFold<DeliveryStory>(
  'delivery-story',
  { row: DeliveryStory, stored: false },
  {
    begun: (row) => ({ ...row, handOvers: [], failures: [], cancellation: null }),
    failed: (row, failure) => ({ ...row, failures: [...row.failures, failure] }),
    handedOver: (row, handOver) => ({ ...row, handOvers: [...row.handOvers, handOver] }),
    cancelled: (row, cancellation) => ({ ...row, cancellation }),
    resolved: (row) => row,
  },
);
