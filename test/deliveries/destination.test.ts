import { keyHolder, newId } from '@waybill/kernel';
import { rowAfter, scenario } from '@waybill/kernel/testing';
import { describe, expect, test } from 'vitest';
import { DeliveryCreated, DestinationChanged } from '#events/deliveries';
import { routeUse } from '#events/routes';
import { changeDestination } from '#functions/deliveries/commands/change-destination';
import { createDelivery } from '#functions/deliveries/commands/create-delivery';
import { deliveryRow } from '#functions/deliveries/projections/delivery-row';
import { alone, booked, created, historyTo, plan, route, routeId } from './support/support.ts';

const locationId = 'AB'.repeat(32);
const removedId = 'CD'.repeat(32);
const [contactId, deletedId] = [newId('clara'), newId('a former contact')];
const known = {
  locations: new Map([
    [locationId, { removed: false }],
    [removedId, { removed: true }],
  ]),
  contacts: new Map([
    [contactId, { contextKey: 'customer', deleted: false }],
    [deletedId, { contextKey: 'customer', deleted: true }],
  ]),
};
const key = { userId: keyHolder(newId('a key')) };

describe('the destination of a delivery', () => {
  const { given } = scenario(changeDestination);

  test('names a location and a contact', () => {
    given(created).seeing(known).when({ locationId, contactId }).emits(DestinationChanged({ locationId, contactId }));
    given(created)
      .seeing(known)
      .when({ locationId: locationId.toLowerCase() })
      .emits(DestinationChanged({ locationId }));
  });

  test('that is named again changes nothing, and without fields it is removed', () => {
    const named = [created, DestinationChanged({ contactId })] as const;
    given(...named)
      .seeing(known)
      .when({ contactId })
      .emitsNothing();
    given(...named)
      .when({})
      .emits(DestinationChanged({}));
  });

  test.each([
    ['an unknown location', { locationId: 'EF'.repeat(32) }, 'location-not-found'],
    ['a removed location', { locationId: removedId }, 'location-not-found'],
    ['an unknown contact', { contactId: newId('nobody') }, 'contact-not-found'],
    ['a deleted contact', { contactId: deletedId, locationId }, 'contact-not-found'],
  ])('is refused with %s', (_, destination, code) => {
    given(created).seeing(known).when(destination).refuses(code, {}, 404);
  });

  test('of a failed delivery can be changed, of one that is over it cannot', () => {
    given(...historyTo.Failed)
      .seeing(known)
      .when({ contactId })
      .emits(DestinationChanged({ contactId }));
    for (const status of ['Delivered', 'Cancelled'] as const)
      given(...historyTo[status])
        .seeing(known)
        .when({ contactId })
        .refuses('delivery-over', { current: status }, 409);
  });

  test('is shown, until it is removed', () => {
    const named = DestinationChanged({ locationId, contactId });
    expect(rowAfter(deliveryRow, alone, named)).toMatchObject({ locationId, contactId });
    expect(rowAfter(deliveryRow, alone, named, DestinationChanged({}))).toMatchObject({
      locationId: null,
      contactId: null,
    });
  });
});

describe('a new delivery', () => {
  const { given } = scenario(createDelivery);

  test('names its destination', () =>
    given()
      .seeing({ route, ...known })
      .when({ routeId, locationId, contactId })
      .emits(DeliveryCreated({ route: plan, priority: 'Normal', locationId, contactId }), booked(routeUse, routeId)));

  test('is refused with a destination that does not exist', () =>
    given()
      .seeing({ route, ...known })
      .when({ routeId, contactId: deletedId })
      .refuses('contact-not-found', { contactId: deletedId }, 404));

  test('of an API key names only contacts that the key reaches', () => {
    const byKey = given().seeing({ route, ...known });
    for (const contextKeys of [undefined, [], ['supplier']])
      byKey
        .asking({ ...key, ...(contextKeys && { contextKeys }) })
        .when({ routeId, contactId })
        .refuses('contact-not-found', { contactId }, 404);
    byKey
      .asking({ ...key, contextKeys: ['customer'] })
      .when({ routeId, contactId })
      .emits(DeliveryCreated({ route: plan, priority: 'Normal', contactId }), booked(routeUse, routeId));
  });
});
