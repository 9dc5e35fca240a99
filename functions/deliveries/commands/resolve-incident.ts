import { command, id, optionalText, z } from '@waybill/kernel';
import { IncidentResolved } from '#events/deliveries';
import { delivery } from '../delivery.ts';
import { mayNotAct, ownDriver, whoseDriver } from '../may-act.ts';
import { incidentNotFound, notYourDelivery } from '../problems.ts';

export const resolveIncident = command({
  summary: 'Tell that an incident is over, also after the delivery is',
  route: 'POST /deliveries/{deliveryId}/incidents/{incidentId}/resolution',
  role: 'agent',
  input: z.strictObject({ deliveryId: id(), incidentId: id(), note: optionalText(500) }),
  on: delivery,
  refuses: [notYourDelivery, incidentNotFound],
  consults: { own: ownDriver },
  where: (_, delivery, caller) => ({ own: whoseDriver(delivery, caller) }),

  decide: ({ incidents }, { incidentId, note }, { caller, sees }) => {
    const no = mayNotAct(caller, sees.own);
    if (no) return no;
    const state = incidents.get(incidentId);
    if (!state) return incidentNotFound({ incidentId });
    return state === 'Resolved' ? [] : IncidentResolved({ incidentId, note });
  },
});
