import { command, id, optionalText, z } from '@waybill/kernel';
import { IncidentResolved } from '#events/deliveries';
import { exampleIds } from '#events/examples';
import { delivery } from '../../delivery.ts';
import { driver } from '../../external-aggregates.ts';
import { mayNotAct, whoseDriver } from '../../may-act.ts';
import { incidentNotFound, notYourDelivery } from '../../problems.ts';

export const resolveIncident = command({
  summary: 'Resolve an incident',
  description: 'Also possible after the delivery is over. Drivers (role `agent`) act on their own deliveries.',
  route: 'POST /deliveries/{deliveryId}/incidents/{incidentId}/resolution',
  role: 'agent',
  input: z.strictObject({
    deliveryId: id().describe('The delivery.'),
    incidentId: id().describe('The incident.'),
    note: optionalText(500).describe('How it was resolved.'),
  }),
  example: { deliveryId: exampleIds.movingDelivery, incidentId: exampleIds.incident, note: 'Took the other bridge.' },
  on: delivery,
  refuses: [notYourDelivery, incidentNotFound],
  reads: {
    own: { of: driver, id: (_, { state: delivery, caller }) => whoseDriver(delivery, caller), consistency: 'eventual' },
  },

  decide: ({ incidents }, { incidentId, note }, reads, { caller }) => {
    const no = mayNotAct(caller, reads.own);
    if (no) return no;
    const state = incidents.get(incidentId);
    if (!state) return incidentNotFound({ incidentId });
    return state === 'Resolved' ? [] : IncidentResolved({ incidentId, note });
  },
});
