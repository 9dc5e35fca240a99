import { rank, reaction } from '@waybill/kernel';
import { IncidentReported } from '#events/deliveries';
import { members } from '#events/organizations';
import { notifyMember } from '../commands/notify-member.ts';
import { addressBook } from '../domain/recipient/address-book.ts';
import { organizationName } from '../domain/recipient/organization-name.ts';

/** All are written in one transaction, with two items each, of at most 100. */
const mostOfficers = 40;
/** Of the description: a notification is not the place for all of it. */
const longestReason = 300;

/** Notifies officers and owners of an incident of severity High; of a Critical one also in their quiet hours. */
export const notifyOfIncident = reaction({
  name: 'notifyOfIncident',
  on: [IncidentReported],
  reads: { members, organizationName, addressBook },
  uses: { notifyMember },

  react: async ({ org, at, data }, access) => {
    const { type: incident, severity, description } = data;
    if (severity !== 'High' && severity !== 'Critical') return;
    const all = Object.entries((await access.members.state(org))?.members ?? {});
    const officers = all.flatMap(([userId, { role }]) => (rank(role) >= rank('officer') ? userId : []));
    const organization = (await access.organizationName.state(org))?.name ?? '';
    const reason = [...description].slice(0, longestReason).join('');
    const { renderTemplate } = await import('@waybill/channels/rendering');
    const urgency = severity === 'Critical' ? 'urgent' : 'normal';
    for (const userId of officers.toSorted().slice(0, mostOfficers)) {
      const { name, locale = 'en-US' } = (await access.addressBook.get(userId))?.data ?? {};
      const values = { name, organization, incident, severity, at, reason };
      const { title, markdown, text } = renderTemplate('incident-reported', locale, values);
      await access.notifyMember({ userId, urgency, title, markdown, text });
    }
  },
});
