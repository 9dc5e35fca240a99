import { newId, type Platform, type RecordedEvent } from '@waybill/kernel';
import { memory } from '@waybill/kernel/memory';
import { itsId, orgId, reactionScenario, recorded, rowAfter, scenario } from '@waybill/kernel/testing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  DeliveryCreated,
  IncidentReported,
  IncidentResolved,
  VehicleAssigned,
  VehicleHandedOver,
  VehicleUnassigned,
} from '#events/deliveries';
import { VehicleIncidentClosed, VehicleIncidentOpened, VehicleRegistered, VehicleRetired } from '#events/fleet';
import { updateVehicleIncident } from '#functions/fleet/commands/update-vehicle-incident';
import { incidentsOnDelivery } from '#functions/fleet/incidents-on-delivery';
import { vehicleRow } from '#functions/fleet/projections/vehicle-row';
import { followVehicleIncident } from '#functions/fleet/reactions/follow-vehicle-incident';

const deliveryId = newId('a delivery');
const otherVehicleId = newId('another vehicle');
const [breakdown, accident] = [newId('a breakdown'), newId('an accident')];

const route = {
  routeId: newId('a route'),
  origin: 'Leeds',
  destination: 'York',
  scheduledStart: '2026-05-04T08:00:00.000Z',
  scheduledEnd: '2026-05-04T10:00:00.000Z',
  checkpoints: [],
};
const delivery = DeliveryCreated({ route, vehicleId: itsId, priority: 'Normal' });
const reported = (incidentId: string, type: 'Accident' | 'Breakdown' | 'Weather' = 'Breakdown') =>
  IncidentReported({ incidentId, type, description: 'Smoke' });
const resolved = (incidentId: string) => IncidentResolved({ incidentId });
const handedOver = VehicleHandedOver({ vehicleId: otherVehicleId, registration: 'W-2', reason: 'Smoke' });

const van = VehicleRegistered({ registration: 'W-1', type: 'Van' });
const opened = VehicleIncidentOpened({ incidentId: breakdown, deliveryId, type: 'Breakdown' });
const closed = VehicleIncidentClosed({ incidentId: breakdown });
const seen = (...facts: Parameters<typeof recorded>[0]) => ({ delivery: incidentsOnDelivery.fold(recorded(facts)) });

describe('a vehicle', () => {
  const { given } = scenario(updateVehicleIncident);
  const about = { deliveryId, incidentId: breakdown };

  test('has a breakdown on its delivery as an open incident', () =>
    given(van)
      .seeing(seen(delivery, reported(breakdown)))
      .when(about)
      .emits(opened));

  test('records an incident once when the command is repeated', () =>
    given(van, opened)
      .seeing(seen(delivery, reported(breakdown)))
      .when(about)
      .emitsNothing());

  test('closes an incident once it is resolved', () =>
    given(van, opened)
      .seeing(seen(delivery, reported(breakdown), resolved(breakdown)))
      .when(about)
      .emits(closed));

  test('closes an incident once, also while another one is open', () => {
    const second = VehicleIncidentOpened({ incidentId: accident, deliveryId, type: 'Accident' });
    const both = seen(delivery, reported(breakdown), reported(accident, 'Accident'), resolved(breakdown));
    given(van, opened, second, closed).seeing(both).when(about).emitsNothing();
    given(van, opened, second, closed)
      .seeing(seen(delivery, reported(accident, 'Accident'), resolved(accident)))
      .when({ deliveryId, incidentId: accident })
      .emits(VehicleIncidentClosed({ incidentId: accident }));
  });

  test('does not record an incident that is already resolved', () =>
    given(van)
      .seeing(seen(delivery, reported(breakdown), resolved(breakdown)))
      .when(about)
      .emitsNothing());

  test('ignores weather incidents, and incidents before or after its assignment to the delivery', () => {
    const took = VehicleAssigned({ vehicleId: itsId, registration: 'W-1' });
    const without = DeliveryCreated({ route, priority: 'Normal' });
    const left = VehicleUnassigned({ vehicleId: itsId });
    given(van)
      .seeing(seen(delivery, reported(breakdown, 'Weather')))
      .when(about)
      .emitsNothing();
    given(van)
      .seeing(seen(without, reported(breakdown), took))
      .when(about)
      .emitsNothing();
    given(van)
      .seeing(seen(without, took, reported(breakdown)))
      .when(about)
      .emits(opened);
    given(van)
      .seeing(seen(delivery, left, reported(breakdown)))
      .when(about)
      .emitsNothing();
    given(van)
      .seeing(seen(delivery, handedOver, reported(breakdown)))
      .when(about)
      .emitsNothing();
  });

  test('keeps its breakdown after a hand-over', () =>
    given(van)
      .seeing(seen(delivery, reported(breakdown), handedOver))
      .when(about)
      .emits(opened));

  test('records an incident also when it is retired', () =>
    given(van, VehicleRetired({}))
      .seeing(seen(delivery, reported(breakdown)))
      .when(about)
      .emits(opened));

  test('lists its open incidents, oldest first', () => {
    const second = VehicleIncidentOpened({ incidentId: accident, deliveryId, type: 'Accident' });
    const ids = (...facts: Parameters<typeof recorded>[0]) =>
      rowAfter(vehicleRow, van, ...facts)?.openIncidents.map(({ incidentId }) => incidentId);
    expect(ids()).toEqual([]);
    expect(ids(opened, second)).toEqual([breakdown, accident]);
    expect(ids(opened, second, closed)).toEqual([accident]);
  });
});

describe('when an incident event arrives', () => {
  const onDelivery = { context: 'deliveries', aggregate: 'delivery', id: deliveryId };
  const platformWith = (...facts: Parameters<typeof recorded>[0]) => {
    const platform = memory();
    platform.given(recorded(facts, onDelivery));
    return platform;
  };
  const input = { vehicleId: itsId, deliveryId, incidentId: breakdown };

  test('the vehicle that was on the delivery is updated', async () => {
    const platform = platformWith(delivery, reported(breakdown), handedOver, resolved(breakdown));
    await reactionScenario(followVehicleIncident, platform)
      .when(reported(breakdown), onDelivery)
      .sends(updateVehicleIncident, input);
    await reactionScenario(followVehicleIncident, platform)
      .when(resolved(breakdown), onDelivery)
      .sends(updateVehicleIncident, input);
  });

  test('no command is sent if it concerns no vehicle', async () => {
    const platform = platformWith(delivery, reported(breakdown, 'Weather'), resolved(breakdown));
    await reactionScenario(followVehicleIncident, platform)
      .when(reported(breakdown, 'Weather'), onDelivery)
      .sendsNothing();
    await reactionScenario(followVehicleIncident, platform).when(resolved(breakdown), onDelivery).sendsNothing();
    await reactionScenario(followVehicleIncident, platform).when(resolved(accident), onDelivery).sendsNothing();
  });
});

/** The messages of the queue, and whether they were processed. */
const deliver = async (platform: Platform, event: RecordedEvent) => {
  const fn = followVehicleIncident;
  const detail = { ...event, id: newId(`${event.version}`), org: orgId, aggregateId: deliveryId };
  const queued: any = { Records: [{ messageId: 'm', body: JSON.stringify({ detail }) }] };
  expect(await fn.with(platform)(queued)).toEqual({ batchItemFailures: [] });
};
const ofDelivery = (...facts: Parameters<typeof recorded>[0]) =>
  recorded(facts, { context: 'deliveries', aggregate: 'delivery', id: deliveryId });
const withAVan = () => {
  const platform = memory();
  platform.given(recorded([van], { context: 'fleet', aggregate: 'vehicle', id: itsId }));
  const facts = async () => {
    const history = await platform.events.read({ context: 'fleet', org: orgId, aggregate: 'vehicle', id: itsId });
    return history.slice(1).map(({ type, data }) => `${type} ${data.incidentId}`);
  };
  return { platform, facts };
};

test('an incident that is resolved concurrently is not recorded', async () => {
  const { platform, facts } = withAVan();
  const history = ofDelivery(delivery, reported(breakdown), resolved(breakdown));
  platform.given(history.slice(0, 2));
  let late = history.slice(2);
  const commit: Platform['events']['commit'] = (what) => {
    platform.given(late);
    late = [];
    return platform.events.commit(what);
  };
  await deliver({ ...platform, events: { ...platform.events, commit } }, history[1]!);
  await deliver(platform, history[2]!);
  expect(await facts()).toEqual([]);
});

test('for any order and repetition of events the vehicle matches its deliveries', async () => {
  const history = ofDelivery(delivery, reported(breakdown), reported(accident, 'Accident'), resolved(breakdown));
  const news = history.slice(1);
  const order = fc.shuffledSubarray([...news, ...news, ...news], { minLength: news.length });
  // How much of the delivery is written when each event arrives: at least that event.
  const ahead = fc.array(fc.nat(history.length), { minLength: 9, maxLength: 9 });

  await fc.assert(
    fc.asyncProperty(order, ahead, async (order, ahead) => {
      const { platform, facts } = withAVan();
      let written = 0;
      const receive = async (event: RecordedEvent, version: number) => {
        const upTo = Math.max(event.version, version, written);
        platform.given(history.slice(written, upTo));
        written = upTo;
        await deliver(platform, event);
      };
      for (const [i, event] of order.entries()) await receive(event, ahead[i]!);
      // The bus delivers at least once.
      for (const event of news) await receive(event, 0);

      const noted = await facts();
      expect(noted.filter((fact) => fact.endsWith(accident))).toEqual([`VehicleIncidentOpened ${accident}`]);
      const both = [`VehicleIncidentOpened ${breakdown}`, `VehicleIncidentClosed ${breakdown}`];
      expect([[], both]).toContainEqual(noted.filter((fact) => fact.endsWith(breakdown)));
    }),
  );
});
