import { newId } from '@waybill/kernel';
import { itsId, scenario, someCaller } from '@waybill/kernel/testing';
import { describe, expect, test } from 'vitest';
import { IncidentReported, incidentTypes, severities } from '#events/deliveries';
import { reportIncident } from '#functions/deliveries/commands/incidents/report-incident';
import { ada, alone, anotherDriver, created, happened, historyTo, theDriver, world } from '../support/support.ts';

const { given } = scenario(reportIncident);
const incidentId = newId(`${itsId} incident`);
const flatTyre = { type: 'Breakdown', description: 'Flat tyre' } as const;
const reported = IncidentReported({ incidentId, ...flatTyre });

describe('an incident', () => {
  test.each(['PickedUp', 'InTransit', 'OutForDelivery', 'Failed'] as const)('can be reported while %s', (status) =>
    given(...historyTo[status])
      .when(flatTyre)
      .emits(reported),
  );

  test.each(['Delivered', 'Cancelled'] as const)('cannot be reported once %s', (status) =>
    given(...historyTo[status])
      .when(flatTyre)
      .refuses('delivery-over', { current: status }, 409),
  );

  test.each(incidentTypes)('can have the type %s', (type) =>
    given(created)
      .when({ type, description: 'So it is' })
      .emits(IncidentReported({ incidentId, type, description: 'So it is' })),
  );

  test.each(severities)('can have the severity %s', (severity) =>
    given(created)
      .when({ ...flatTyre, severity })
      .emits(IncidentReported({ incidentId, ...flatTyre, severity })),
  );

  test('can have a checkpoint and a position', () => {
    const where = { checkpoint: 5, position: { latitude: -90, longitude: 180 } };
    given(created)
      .when({ ...flatTyre, ...where })
      .emits(IncidentReported({ incidentId, ...flatTyre, ...where }));
  });

  test('must name a checkpoint of the route', () =>
    given(created)
      .when({ ...flatTyre, checkpoint: 3 })
      .refuses('checkpoint-not-found', { sequence: 3 }, 404));

  test('requires an existing delivery', () => given().when(flatTyre).refuses('delivery-not-found', {}, 404));

  test('has the returned id, also when the request is repeated with its key', async () => {
    const system = world();
    await happened(system, itsId, [created]);
    const report = () =>
      reportIncident.execute(system)({
        input: { deliveryId: itsId, ...flatTyre },
        caller: someCaller,
        key: 'one',
        correlationId: 'test',
      });
    const [first, second] = [await report(), await report()];
    const stored = await system.events.read({
      context: 'deliveries',
      org: someCaller.orgId,
      aggregate: 'delivery',
      id: itsId,
    });
    expect(stored).toHaveLength(2);
    expect(stored[1]!.data.incidentId).toBe(first.more.incidentId);
    expect(second).toMatchObject({ replayed: true, more: first.more });
  });
});

describe('a driver', () => {
  test('can report on their own delivery', () =>
    given(created).seeing({ own: ada }).asking(theDriver).when(flatTyre).emits(reported));

  test('cannot report on another delivery', () =>
    given(created).seeing({ own: ada }).asking(anotherDriver).when(flatTyre).refuses('not-your-delivery', {}, 403));

  test('cannot report on a delivery without a driver', () =>
    given(alone).asking(theDriver).when(flatTyre).refuses('not-your-delivery', {}, 403));
});
