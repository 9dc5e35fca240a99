import { z } from '@waybill/kernel';
import { DeliveryRow } from './delivery-row.ts';

const CheckpointState = z
  .enum(['Pending', 'Overdue', 'Reached', 'ReachedLate'])
  .meta({ id: 'CheckpointState', description: 'Whether a checkpoint is reached, and whether in time.' });
type CheckpointState = z.infer<typeof CheckpointState>;

const Checkpoint = DeliveryRow.shape.checkpoints.element;

/** A delivery as the API returns it. */
export const DeliveryAnswer = DeliveryRow.omit({
  earlierIncidents: true,
  endedAt: true,
})
  .extend({
    checkpoints: z
      .array(
        Checkpoint.extend({ state: CheckpointState }).meta({
          id: 'DeliveryCheckpoint',
          description: 'A checkpoint of the route, and when the delivery reached it.',
        }),
      )
      .describe('The checkpoints of its route, in order.'),
  })
  .meta({ id: 'Delivery', description: 'A delivery, from pick-up to proof.' });
export type DeliveryAnswer = z.infer<typeof DeliveryAnswer>;

/** Adds the status of each checkpoint: as of now, or as of the end of a delivery that is over. */
export const deliveryAnswer = (row: DeliveryRow, now: string): DeliveryAnswer => ({
  ...row,
  checkpoints: row.checkpoints.map((checkpoint) => ({ ...checkpoint, state: stateOf(checkpoint, row.endedAt ?? now) })),
});

const stateOf = ({ reachedAt, expectedAt }: z.infer<typeof Checkpoint>, at: string): CheckpointState => {
  if (reachedAt) return reachedAt > expectedAt ? 'ReachedLate' : 'Reached';
  return at > expectedAt ? 'Overdue' : 'Pending';
};
