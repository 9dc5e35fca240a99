import { randomUUID } from 'node:crypto';
import type { Contexts } from '@waybill/kernel';
import { expect, test } from 'vitest';
import * as contexts from '#functions/contexts';
import { developmentKeys, startLocal } from '#scripts/local/index';
import { temporaryDirectory } from '../local/support/directory.ts';
import { released } from '../local/support/released.ts';
import { world } from '../support/http/world.ts';
import { ownDatabase } from '../support/runtime/own-database.ts';

test('an incident from the bus is recorded on the vehicle once, also with repeated or late delivery', async () => {
  const keys = temporaryDirectory();
  const local = await released(
    startLocal({ contexts: contexts as Contexts, keys: await developmentKeys(keys), dynamo: ownDatabase() }),
  );
  const { as, org, aCrewedDelivery } = world({ url: local.url, keys });
  const { path, deliveryId, vehicle } = await aCrewedDelivery();
  const { incidentId } = (await as('dispatcher').post(`${path}/incidents`, { type: 'Breakdown', description: 'Smoke' }))
    .body;
  const history = async () => {
    await local.drained();
    const stream = { context: 'fleet', org, aggregate: 'vehicle', id: vehicle.vehicleId };
    return (await local.platform.events.read(stream)).map(({ type }) => type);
  };
  expect(await history()).toEqual(['VehicleRegistered', 'VehicleIncidentOpened']);

  const news = (more: object) => ({
    detail: {
      ...{ id: randomUUID(), revision: 1, org, context: 'deliveries', aggregate: 'delivery', aggregateId: deliveryId },
      ...{ version: 2, at: new Date().toISOString(), by: 'a-user', correlation: 'again', cause: 'again' },
      ...more,
    },
  });
  const reported = news({ type: 'IncidentReported', data: { incidentId, type: 'Breakdown', description: 'Smoke' } });
  for (const message of [reported, reported])
    await local.queues.send('waybill-local-fleet-followVehicleIncident', message);
  expect(await history()).toEqual(['VehicleRegistered', 'VehicleIncidentOpened']);

  await as('dispatcher').post(`${path}/incidents/${incidentId}/resolution`, {});
  await local.drained();
  await local.queues.send('waybill-local-fleet-followVehicleIncident', reported);
  expect(await history()).toEqual(['VehicleRegistered', 'VehicleIncidentOpened', 'VehicleIncidentClosed']);
});
