import assert from 'node:assert/strict';
import type { Cast } from './demo-cast.ts';
import { danube } from './demo-places.ts';
import { eventually } from './demo-steps.ts';

/** Starts two deliveries, which are still under way when the demo ends. */
export const evening = async (cast: Cast): Promise<void> => {
  const { step, office, auditor, plan, passes, status, ana, mira, van, electricVan } = cast;
  const routeId = await plan('16:30', danube);
  const roses = { routeId, driverId: ana.driverId, vehicleId: van.vehicleId, reference: 'ROSES-9', priority: 'Urgent' };
  const lamps = { routeId, driverId: mira.driverId, vehicleId: electricVan.vehicleId, reference: 'LAMPS-3' };
  const [rosesId, lampsId] = await step('16:40', 'ROSES-9 goes to Ana, LAMPS-3 to Mira, on one route', async () => {
    const both = [await office.post('/deliveries', roses), await office.post('/deliveries', lamps)];
    return both.map(({ deliveryId }) => deliveryId as string) as [string, string];
  });
  await status('17:02', ana, rosesId, 'InTransit', 'Ana sets out with ROSES-9');
  await status('17:06', mira, lampsId, 'InTransit', 'Mira sets out with LAMPS-3');
  await step('17:10', 'The route cannot be closed while it is in use: 409 route-in-use', () =>
    office.refused('409 route-in-use', `PUT /routes/${routeId}/status`, { status: 'Deactivated' }),
  );
  await passes('17:17', ana, rosesId, danube, 1);
  await passes('17:21', mira, lampsId, danube, 1);
  await step('17:24', 'Ana is stuck in the Obere Donaustraße and reports a delay', () =>
    ana.app.post(`/deliveries/${rosesId}/incidents`, {
      type: 'Delay',
      severity: 'Medium',
      description: 'Traffic jam, some ten minutes',
    }),
  );

  await step('17:30', 'The day in figures: five deliveries, two delivered, one cancelled, two under way', async () => {
    await eventually(
      () => auditor.get('/deliveries/statistics'),
      ({ deliveries, byStatus, openIncidents }) => {
        assert.equal(deliveries, 5);
        const { Delivered, Cancelled, InTransit, ...others } = byStatus;
        assert.deepEqual({ Delivered, Cancelled, InTransit }, { Delivered: 2, Cancelled: 1, InTransit: 2 });
        assert.deepEqual(others, { PickedUp: 0, OutForDelivery: 0, Failed: 0 });
        assert.deepEqual(openIncidents, { Low: 0, Medium: 1, High: 0, Critical: 0, Unrated: 0 });
      },
    );
    await eventually(
      () => auditor.get('/fleet/overview'),
      ({ statistics: { drivers, vehicles } }) => {
        assert.deepEqual(drivers, { total: 3, available: 1, assigned: 2, unavailable: 0, suspended: 0 });
        assert.deepEqual(vehicles, { total: 2, available: 0, assigned: 2, maintenance: 0, outOfService: 0 });
      },
    );
  });
  await step('17:31', 'An auditor may look at everything and change nothing: 403 role-too-low', () =>
    auditor.refused('403 role-too-low', `POST /deliveries/${rosesId}/cancellation`, {
      reason: 'Curiosity',
      requestedBy: 'Dispatcher',
    }),
  );
};
