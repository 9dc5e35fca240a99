import { command, id, position, z } from '@waybill/kernel';
import { CheckpointReached, DeliveryStatusChanged } from '#events/deliveries';
import { exampleIds } from '#events/examples';
import { delivery } from '../delivery.ts';
import { driver } from '../external-aggregates.ts';
import { mayNotAct, whoseDriver } from '../may-act.ts';
import { checkpointNotFound, checkpointOutOfOrder, notInTransit, notYourDelivery } from '../problems.ts';

export const reachCheckpoint = command({
  summary: 'Reach a checkpoint',
  description:
    'Checkpoints are reached in order. The last one moves the delivery to `OutForDelivery`. Drivers (role `agent`) act on their own deliveries.',
  route: 'POST /deliveries/{deliveryId}/checkpoints',
  role: 'agent',
  input: z.strictObject({
    deliveryId: id().describe('The delivery.'),
    sequence: z.int().min(1).describe('The sequence of the checkpoint: the next one on the route.'),
    position: position().optional(),
  }),
  example: { deliveryId: exampleIds.movingDelivery, sequence: 2, position: { latitude: 38.7147, longitude: -9.1598 } },
  on: delivery,
  refuses: [notYourDelivery, checkpointNotFound, notInTransit, checkpointOutOfOrder],
  reads: {
    own: { of: driver, id: (_, { state: delivery, caller }) => whoseDriver(delivery, caller), consistency: 'eventual' },
  },
  status: 201,

  decide: ({ status, route, reached }, { sequence, position }, reads, { caller }) => {
    const no = mayNotAct(caller, reads.own);
    if (no) return no;
    const sequences = route.checkpoints.map((checkpoint) => checkpoint.sequence);
    if (!sequences.includes(sequence)) return checkpointNotFound({ sequence });
    if (reached.includes(sequence)) return [];
    if (status !== 'InTransit') return notInTransit({ current: status });
    const [expected, ...later] = sequences.filter((it) => !reached.includes(it));
    if (sequence !== expected) return checkpointOutOfOrder({ expected });
    const passed = CheckpointReached({ sequence, position });
    return later.length ? passed : [passed, DeliveryStatusChanged({ from: status, to: 'OutForDelivery' })];
  },
});
