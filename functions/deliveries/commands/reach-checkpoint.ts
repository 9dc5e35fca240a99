import { command, id, position, refuse, z } from '@waybill/kernel';
import { CheckpointReached, DeliveryStatusChanged } from '#events/deliveries';
import { delivery } from '../delivery.ts';
import { mayNotAct, ownDriver, whoseDriver } from '../may-act.ts';

export const reachCheckpoint = command({
  summary: 'Pass the next checkpoint of the route; the last one sends the delivery out to the door',
  route: 'POST /deliveries/{deliveryId}/checkpoints',
  role: 'agent',
  input: z.strictObject({
    deliveryId: id(),
    sequence: z.number().int().min(1),
    position: position().optional(),
  }),
  on: delivery,
  consults: { own: ownDriver },
  where: (_, delivery, caller) => ({ own: whoseDriver(delivery, caller) }),
  status: 201,

  decide: ({ status, route, reached }, { sequence, position }, { caller, sees }) => {
    const no = mayNotAct(caller, sees.own);
    if (no) return no;
    const sequences = route.checkpoints.map((checkpoint) => checkpoint.sequence);
    if (!sequences.includes(sequence)) return refuse('checkpoint-not-found', { sequence }, 404);
    if (reached.includes(sequence)) return [];
    if (status !== 'InTransit') return refuse('not-in-transit', { current: status });
    const [expected, ...later] = sequences.filter((it) => !reached.includes(it));
    if (sequence !== expected) return refuse('checkpoint-out-of-order', { expected });
    const passed = CheckpointReached({ sequence, position });
    return later.length ? passed : [passed, DeliveryStatusChanged({ from: status, to: 'OutForDelivery' })];
  },
});
