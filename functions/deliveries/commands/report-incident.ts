import { command, id, position, text, z } from '@waybill/kernel';
import { IncidentReported, IncidentType, Severity } from '#events/deliveries';
import { delivery } from '../delivery.ts';
import { mayNotAct, ownDriver, whoseDriver } from '../may-act.ts';
import { checkpointNotFound, deliveryOver, notYourDelivery } from '../problems.ts';

export const reportIncident = command({
  summary: 'Tell of something that went wrong',
  route: 'POST /deliveries/{deliveryId}/incidents',
  role: 'agent',
  input: z.strictObject({
    deliveryId: id(),
    type: IncidentType,
    severity: Severity.optional(),
    description: text(1000),
    checkpoint: z.number().int().min(1).optional(),
    position: position().optional(),
  }),
  on: delivery,
  refuses: [notYourDelivery, deliveryOver, checkpointNotFound],
  consults: { own: ownDriver },
  where: (_, delivery, caller) => ({ own: whoseDriver(delivery, caller) }),
  status: 201,
  says: z.object({ incidentId: z.uuid() }),
  tells: (_, { newId }) => ({ incidentId: newId('incident') }),

  decide: ({ status, route }, { deliveryId, checkpoint, ...incident }, { caller, sees, newId }) => {
    const no = mayNotAct(caller, sees.own);
    if (no) return no;
    if (status === 'Cancelled' || status === 'Delivered') return deliveryOver({ current: status });
    if (checkpoint !== undefined && !route.checkpoints.some(({ sequence }) => sequence === checkpoint))
      return checkpointNotFound({ sequence: checkpoint });
    return IncidentReported({ incidentId: newId('incident'), checkpoint, ...incident });
  },
});
