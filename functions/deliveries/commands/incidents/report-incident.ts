import { command, id, position, text, z } from '@waybill/kernel';
import { IncidentReported, IncidentType, Severity } from '#events/deliveries';
import { exampleIds } from '#events/examples';
import { delivery } from '../../delivery.ts';
import { driver } from '../../external-aggregates.ts';
import { mayNotAct, whoseDriver } from '../../may-act.ts';
import { checkpointNotFound, deliveryOver, notYourDelivery } from '../../problems.ts';

export const reportIncident = command({
  summary: 'Report an incident',
  description: 'Reports a problem on a delivery under way. Drivers (role `agent`) report on their own deliveries.',
  route: 'POST /deliveries/{deliveryId}/incidents',
  role: 'agent',
  input: z.strictObject({
    deliveryId: id().describe('The delivery.'),
    type: IncidentType.describe('The type of incident.'),
    severity: Severity.optional().describe('The severity.'),
    description: text(1000).describe('What happened.'),
    checkpoint: z.int().min(1).optional().describe('The sequence of the checkpoint where it happened.'),
    position: position().optional(),
  }),
  example: {
    deliveryId: exampleIds.movingDelivery,
    type: 'Delay',
    severity: 'Low',
    description: 'The bridge is closed for half an hour.',
  },
  on: delivery,
  refuses: [notYourDelivery, deliveryOver, checkpointNotFound],
  reads: {
    own: { of: driver, id: (_, { state: delivery, caller }) => whoseDriver(delivery, caller), consistency: 'eventual' },
  },
  status: 201,
  responseSchema: z.object({ incidentId: z.guid().describe('The incident.') }),
  respond: (_, { newId }) => ({ incidentId: newId('incident') }),

  decide: ({ status, route }, { deliveryId, checkpoint, ...incident }, reads, { caller, newId }) => {
    const no = mayNotAct(caller, reads.own);
    if (no) return no;
    if (status === 'Cancelled' || status === 'Delivered') return deliveryOver({ current: status });
    if (checkpoint !== undefined && !route.checkpoints.some(({ sequence }) => sequence === checkpoint))
      return checkpointNotFound({ sequence: checkpoint });
    return IncidentReported({ incidentId: newId('incident'), checkpoint, ...incident });
  },
});
