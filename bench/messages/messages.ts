import { newId, type Platform } from '@waybill/kernel';
import { deliveries, geo, organizations } from '#events/index';
import { comms } from '#functions/contexts';
import type { Measured } from '../cost/table-of.ts';
import { type Units, written } from '../cost/units.ts';
import type { Result } from '../result.ts';
import { caller, given, historyOf, org } from '../world.ts';
import { ask } from './ask.ts';
import { followed, published, works } from './followed.ts';
import { configured, provider } from './provider.ts';

/** DynamoDB units of a notification, and of an event that is sent to a webhook, with everything that follows. */
export const messages = async ({ platform, uncounted, used }: Measured): Promise<Result[]> => {
  const contactId = await aContact(uncounted);
  await given(uncounted, historyOf('organizations', 'organization', org, members));
  const { url, close } = await provider();
  try {
    const { system, settle } = followed({ ...platform, parameters: configured(platform, url), development: {} });
    const notify = async (recipient: object) => {
      const { notificationId } = await ask(system, comms.sendNotification, 'POST', {}, { recipient, ...words });
      await settle();
      return notificationId as string;
    };
    const toContact = await used(() => notify({ contactId }));
    let notificationId = '';
    const toMember = await used(async () => {
      notificationId = await notify({ userId: caller.userId });
    });
    const read = await used(async () => {
      await ask(system, comms.markNotificationRead, 'PUT', { notificationId });
      await settle();
    });
    const inbox = await used(() => ask(system, comms.listInbox, 'GET', {}));
    const webhook = await toWebhook({ ...uncounted, development: {} }, system, url);
    return [
      ...lines('a notification by e-mail and SMS, all included', toContact),
      ...lines('a notification in the inbox of a member without an address, all included', toMember),
      ...lines('  … marked as read, all included', read),
      ...lines('  … GET /inbox with it', inbox),
      ...lines('an event for a webhook, sent at the first attempt', await used(webhook)),
    ];
  } finally {
    close();
  }
};

const words = { title: 'Out for delivery', markdown: 'It arrives **today**.', text: 'It arrives today.' };
const members = [
  organizations.OrganizationCreated({ name: 'Bench', slug: 'bench', type: 'Customer' }),
  organizations.MemberJoined({ userId: caller.userId, role: 'owner' }),
];

const lines = (what: string, units: Units): Result[] => [
  { what: `${what}: write units`, measured: written(units) },
  { what: `${what}: read units`, measured: units.read },
];

const aContact = async (platform: Platform) => {
  const contactId = newId();
  const created = geo.ContactCreated({
    ...{ contextKey: 'customer', relatedEntityId: newId(), locale: 'en-GB' },
    emails: [{ value: 'clara@example.org', labels: [] }],
    phoneNumbers: [{ value: '+351210000101', labels: [] }],
  });
  await given(platform, historyOf('geo', 'contact', contactId, [created]));
  return contactId;
};

/** Creates a webhook; the result sends an event to it. */
const toWebhook = async (uncounted: Platform, system: Platform, url: string): Promise<() => Promise<void>> => {
  await ask(uncounted, comms.createWebhook, 'POST', {}, { url, eventTypes: ['*'] });
  const queued: object[] = [];
  const sending: Platform = { ...system, queue: { send: async (_, message) => void queued.push(message) } };
  const change = deliveries.DeliveryStatusChanged({ from: 'PickedUp', to: 'InTransit' });
  const [event] = historyOf('deliveries', 'delivery', newId(), [change]);
  return async () => {
    await works(comms.queueWebhooks.with(sending), published(event!));
    if (queued.length !== 1) throw new Error('no webhook wanted the event');
    await works(comms.deliverWebhook.with(sending), queued[0]!);
  };
};
