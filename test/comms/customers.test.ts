import { newId } from '@waybill/kernel';
import { memory } from '@waybill/kernel/memory';
import { scenario } from '@waybill/kernel/testing';
import type { Event, RecordedEvent } from '@waybill/kernel/write/event';
import { describe, expect, test, vi } from 'vitest';
import { type CustomerMessage, CustomerMessagesChanged } from '#events/comms';
import { DeliveryCreated, type DeliveryStatus, DeliveryStatusChanged, DestinationChanged } from '#events/deliveries';
import { ContactCreated, ContactDeleted, externalKeys, keyText } from '#events/geo';
import { OrganizationCreated } from '#events/organizations';
import { changeCustomerMessages } from '#functions/comms/commands/customers/change-customer-messages';
import { contents, recordId } from '#functions/comms/domain/content';
import { latenessChecks } from '#functions/comms/domain/customers/lateness-checks';
import * as comms from '#functions/comms/manifest';
import { notifyCustomerOfDelivery } from '#functions/comms/reactions/notify-customer-of-delivery';
import { notifyOfLateDeliveries } from '#functions/comms/schedules/notify-of-late-deliveries';
import { recordedEvent } from '#test/support/recorded-event';
import { plan } from '../deliveries/support/support.ts';
import { queueEvent } from '../identity/support/people.ts';
import { inMemory } from '../support/in-memory.ts';

const org = newId('acme');
const owner = { userId: newId('olga'), role: 'owner' } as const;
const organization = { members: { [owner.userId]: { role: 'owner' } } } as const;
const customerId = newId('the customer');
const deliveryId = newId('the delivery');
const [clara, newClara] = [newId('clara'), newId('clara, replaced')];
const promised = { from: '2026-05-04T10:00:00.000Z', to: '2026-05-04T11:00:00.000Z' };
const everything: readonly CustomerMessage[] = ['PickedUp', 'OutForDelivery', 'Delivered', 'Failed', 'Late'];
const key = { contextKey: 'customer', relatedEntityId: customerId };
const details = { ...key, locale: 'de-AT', emails: [{ value: 'clara@example.com', labels: [] }], phoneNumbers: [] };
const claraCreated = ContactCreated({ ...details, personal: { firstName: 'Clara' } });
const created = (more: object = {}) =>
  DeliveryCreated({ route: plan, priority: 'Normal', reference: 'ORDER 7', contactId: clara, ...more });
const moved = (from: DeliveryStatus, to: DeliveryStatus, reason?: string) =>
  DeliveryStatusChanged({ from, to, reason });

const acme = (messages: readonly CustomerMessage[] = everything, timeZone = 'Europe/Vienna') => {
  let time = '2026-05-04T09:00:00.000Z';
  const appended: RecordedEvent[] = [];
  const platform = memory({ clock: () => new Date(time), onAppend: (events) => appended.push(...events) });
  const stream = (context: string, aggregate: string, id: string) => ({ context, org, aggregate, id });
  const versions = new Map<string, number>();
  const record = (event: Event, at: ReturnType<typeof stream>) => {
    const version = (versions.get(at.id) ?? 0) + 1;
    versions.set(at.id, version);
    const recorded = recordedEvent(event, at, version, { at: time });
    platform.given([recorded]);
    return recorded;
  };
  record(
    OrganizationCreated({ name: 'Acme', slug: 'acme', type: 'Customer' }),
    stream('organizations', 'organization', org),
  );
  record(
    CustomerMessagesChanged({ messages: [...messages], timeZone }),
    stream('comms', 'customer-messages', `${org}`),
  );
  const contactIs = (event: Event, id = clara) => record(event, stream('geo', 'contact', id));
  const delivery = stream('deliveries', 'delivery', deliveryId);
  /** Records what happened to the delivery; `arrives` delivers it to the reaction. */
  const happened = (event: Event) => record(event, delivery);
  const arrives = (event: RecordedEvent, times = 1) =>
    notifyCustomerOfDelivery.with(platform)(queueEvent(event, times) as any);
  const happens = (event: Event) => arrives(happened(event));
  const sent = async () => {
    const requested = appended.filter(({ type }) => type === 'NotificationRequested');
    return Promise.all(
      requested.map(async ({ data, stream: { id } }) => ({
        ...data,
        ...(await platform.records.get(contents, recordId(org, id)))!.data,
      })),
    );
  };
  const runAt = (at: string) => {
    time = at;
    return notifyOfLateDeliveries.with(platform)({});
  };
  const holds = (contactId: string) =>
    platform.events.commit({
      org,
      claims: [
        { context: 'geo', kind: externalKeys.name, value: keyText(key), field: 'relatedEntityId', holder: contactId },
      ],
    });
  return { platform, contactIs, happened, arrives, happens, sent, runAt, holds };
};

const toTheDoor = [moved('PickedUp', 'InTransit'), moved('InTransit', 'OutForDelivery')];

describe('the customer of a delivery', () => {
  test('gets each message once, in her language, however often the event arrives', async () => {
    const { contactIs, happened, arrives, sent } = acme();
    contactIs(claraCreated);
    for (const event of [created({ promised }), ...toTheDoor, moved('OutForDelivery', 'Delivered')])
      expect(await arrives(happened(event), 3)).toEqual({ batchItemFailures: [] });
    const all = await sent();
    expect(all.map(({ purpose }) => purpose)).toEqual([
      'delivery-picked-up',
      'delivery-out-for-delivery',
      'delivery-delivered',
    ]);
    for (const message of all)
      expect(message).toMatchObject({ contactId: clara, urgency: 'normal', sensitive: false, locale: 'de-AT' });
    for (const message of all) expect(message.brand).toEqual({ name: 'Acme' });
    expect(all[0].title).toContain('ORDER 7');
    expect(all[0].text).toContain('Clara');
    expect(all[0].text).toContain('Acme');
    // 10:00 UTC.
    expect(all[0].text).toContain('12:00');
    expect(all[2].text).toContain('11:00');
  });

  test('learns why a delivery failed, and that it is tried again', async () => {
    const { contactIs, happens, sent } = acme();
    contactIs(claraCreated);
    await happens(created());
    await happens(moved('PickedUp', 'Failed', 'Niemand war da.'));
    await happens(moved('Failed', 'PickedUp'));
    const [, failed, again] = await sent();
    expect(failed).toMatchObject({ purpose: 'delivery-failed', text: expect.stringContaining('Niemand war da.') });
    expect(again).toMatchObject({ purpose: 'delivery-picked-up' });
  });

  test('gets only what the organization wants: nothing at first', async () => {
    for (const [wanted, expected] of [
      [[], []],
      [['Delivered'], ['delivery-delivered']],
      [['Late'], []],
    ] as const) {
      const { contactIs, happens, sent } = acme(wanted);
      contactIs(claraCreated);
      for (const event of [created(), ...toTheDoor, moved('OutForDelivery', 'Delivered')]) await happens(event);
      expect((await sent()).map(({ purpose }) => purpose)).toEqual(expected);
    }
  });

  test('gets no message that is not true any more', async () => {
    const { contactIs, happened, arrives, sent } = acme();
    contactIs(claraCreated);
    const events = [created(), ...toTheDoor, moved('OutForDelivery', 'Delivered')].map(happened);
    for (const event of events.toReversed()) await arrives(event);
    expect((await sent()).map(({ purpose }) => purpose)).toEqual(['delivery-delivered']);
  });

  test('without a contact gets nothing, and the events are not tried again', async () => {
    const { happens, sent } = acme();
    for (const contactId of [undefined, newId('an unknown contact')])
      expect(await happens(created({ contactId }))).toEqual({ batchItemFailures: [] });
    expect(await sent()).toEqual([]);
  });

  test('is the contact of the customer where the delivery names none', async () => {
    const { contactIs, holds, happens, sent } = acme();
    contactIs(claraCreated);
    await holds(clara);
    await happens(created({ contactId: undefined, customerId }));
    expect(await sent()).toMatchObject([{ contactId: clara }]);
  });

  test('is the contact that has replaced the named one', async () => {
    const { contactIs, holds, happens, sent } = acme();
    contactIs(claraCreated);
    contactIs(ContactDeleted({ ...key, why: 'replaced', replacedBy: newClara }));
    contactIs(claraCreated, newClara);
    await holds(newClara);
    await happens(created());
    expect(await sent()).toMatchObject([{ contactId: newClara }]);
  });

  test('is the contact that was named last', async () => {
    const { contactIs, happened, happens, sent } = acme();
    contactIs(claraCreated);
    contactIs(claraCreated, newClara);
    happened(created());
    happened(DestinationChanged({ contactId: newClara }));
    await happens(moved('PickedUp', 'Failed', 'x'));
    expect(await sent()).toMatchObject([{ contactId: newClara }]);
  });

  test('gets text that a reason or a name cannot turn into markup', async () => {
    const { contactIs, happens, sent } = acme();
    contactIs(ContactCreated({ ...details, personal: { firstName: '<b>[x](https://evil.example)</b>' } }));
    await happens(created());
    await happens(moved('PickedUp', 'Failed', '[y](https://evil.example) <script>'));
    const { renderEmail } = await import('@waybill/channels/rendering');
    for (const message of await sent()) {
      const { html } = renderEmail({ ...message, locale: 'de-AT' } as any);
      expect(html).not.toContain('href="https://evil.example"');
      expect(html).not.toContain('<script>');
    }
  });
});

describe('a late delivery', () => {
  const late = '2026-05-04T11:01:00.000Z';

  test('is reported to the customer once, when its window has passed', async () => {
    const { contactIs, happens, sent, runAt } = acme(['Late']);
    contactIs(claraCreated);
    await happens(created({ promised }));
    expect(await runAt('2026-05-04T10:59:00.000Z')).toMatchObject({ affected: 0 });
    expect(await runAt(late)).toMatchObject({ affected: 1 });
    expect(await runAt('2026-05-04T11:06:00.000Z')).toMatchObject({ affected: 0 });
    expect(await sent()).toMatchObject([{ purpose: 'delivery-late', contactId: clara }]);
  });

  test('is reported once although the run was interrupted before it could note that', async () => {
    const { platform, contactIs, happens, sent, runAt } = acme(['Late']);
    contactIs(claraCreated);
    await happens(created({ promised }));
    const { commit } = platform.events;
    vi.spyOn(platform.events, 'commit').mockImplementation((parts) => {
      const isDeletion = parts.records?.some(({ store, after }) => store.name === latenessChecks.name && !after);
      return isDeletion ? Promise.reject(new Error('interrupted')) : commit(parts);
    });
    await expect(runAt(late)).rejects.toThrow('interrupted');
    expect(await sent()).toHaveLength(1);
    vi.restoreAllMocks();
    await runAt(late);
    expect(await sent()).toHaveLength(1);
  });

  test.each([
    ['delivered', [...toTheDoor, moved('OutForDelivery', 'Delivered')]],
    ['failed', [moved('PickedUp', 'Failed', 'x')]],
    ['cancelled', [moved('PickedUp', 'Cancelled')]],
  ])('that is %s meanwhile is not reported', async (_, events) => {
    const { contactIs, happened, happens, sent, runAt } = acme(['Late']);
    contactIs(claraCreated);
    await happens(created({ promised }));
    for (const event of events) happened(event);
    expect(await runAt(late)).toMatchObject({ affected: 0 });
    expect(await sent()).toEqual([]);
  });

  test('is not reported where the organization does not want it any more', async () => {
    const { platform, contactIs, happens, sent, runAt } = acme(['Late']);
    contactIs(claraCreated);
    await happens(created({ promised }));
    const settings = { context: 'comms', org, aggregate: 'customer-messages', id: org };
    platform.given([recordedEvent(CustomerMessagesChanged({ messages: [] }), settings, 2)]);
    expect(await runAt(late)).toMatchObject({ affected: 0 });
    expect(await sent()).toEqual([]);
  });
});

describe('changeCustomerMessages', () => {
  const { given } = scenario(changeCustomerMessages);
  const current = CustomerMessagesChanged({ messages: ['Delivered', 'Late'], timeZone: 'Europe/Vienna' });

  test('sets the messages and the time zone, each message once and in order', () => {
    given()
      .seeing({ organization })
      .asking(owner)
      .when({ messages: ['Late', 'Delivered', 'Late'], timeZone: 'Europe/Vienna' })
      .emits(current);
    given(current)
      .seeing({ organization })
      .asking(owner)
      .when({ messages: [] })
      .emits(CustomerMessagesChanged({ messages: [] }));
  });

  test('changes nothing if nothing is different', () => {
    given(current)
      .seeing({ organization })
      .asking(owner)
      .when({ messages: ['Late', 'Delivered'], timeZone: 'Europe/Vienna' })
      .emitsNothing();
    given().seeing({ organization }).asking(owner).when({ messages: [] }).emitsNothing();
  });

  test('is for owners only, by their current role', () => {
    given()
      .seeing({ organization: { members: { [owner.userId]: { role: 'officer' } } } })
      .asking(owner)
      .when({ messages: ['Late'] })
      .refuses('role-too-low');
    given()
      .seeing({ organization: { members: {} } })
      .asking(owner)
      .when({ messages: ['Late'] })
      .refuses('not-a-member');
  });
});

test('getCustomerMessages: at first there are none', async () => {
  const { ask } = inMemory(comms);
  expect((await ask('getCustomerMessages', {}, { role: 'auditor' })).body).toMatchObject({
    ...{ messages: [], timeZone: null, version: 0 },
  });
  expect((await ask('changeCustomerMessages', { messages: ['Late'] })).status).toBe(200);
  expect((await ask('getCustomerMessages')).body).toMatchObject({ messages: ['Late'], timeZone: null, version: 1 });
});
