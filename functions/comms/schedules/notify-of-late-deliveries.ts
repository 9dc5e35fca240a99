import { expired, isRefusal, schedule } from '@waybill/kernel';
import { customerNeeds } from '../domain/customers/customer-needs.ts';
import { isCurrent } from '../domain/customers/is-current.ts';
import { checksDueBefore, latenessChecks } from '../domain/customers/lateness-checks.ts';
import { messageCustomer } from '../domain/customers/message-customer.ts';

const atOnce = 25;

/** Sends customers a message when the promised window has passed and the delivery is still under way: once. */
export const notifyOfLateDeliveries = schedule({
  name: 'notifyOfLateDeliveries',
  every: 'rate(5 minutes)',
  reads: customerNeeds.reads,
  writes: { dueChecks: expired(latenessChecks) },
  uses: customerNeeds.uses,

  page: async ({ dueChecks }, _, { now, inOrg }) => {
    const at = now().toISOString();
    const due = await dueChecks.find(checksDueBefore(at), atOnce);
    let affected = 0;
    for (const { data } of due) {
      const { organizationId: org, deliveryId } = data;
      const access = inOrg(org);
      const { messages = [], timeZone } = (await access.customerMessages.state(org)) ?? {};
      const delivery = await access.customersDelivery.state(deliveryId);
      if (!messages.includes('Late') || !delivery || !isCurrent('Late', delivery.status)) continue;
      const sent = await messageCustomer({ org, step: 'Late', delivery, at, timeZone, occasion: deliveryId }, access);
      if (sent && !isRefusal(sent)) affected++;
    }
    const settled = await dueChecks.delete(due);
    // The index is eventually consistent: a page of records that are deleted already must not repeat for ever.
    return { affected, next: due.length === atOnce && settled > 0 ? 'the next ones' : undefined };
  },
});
