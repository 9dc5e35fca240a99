import { deliveryCounters } from '../answers/delivery-counters.ts';
import { deliveryFold } from '../answers/delivery-fold.ts';
import { DeliveryRow } from '../answers/delivery-row.ts';
import { urgencyOf } from '../answers/urgency-of.ts';
import { isUnderWay } from '../is-live.ts';

/** The number of resolved incidents that the row keeps. The limit bounds the size of the row. */
const resolvedKept = 2;

const shortened = (row: DeliveryRow): DeliveryRow => {
  const resolved = row.incidents.filter(({ resolvedAt }) => resolvedAt);
  const left = new Set(resolved.slice(0, -resolvedKept));
  return {
    ...row,
    incidents: row.incidents.filter((incident) => !left.has(incident)),
    earlierIncidents: row.earlierIncidents + left.size,
  };
};

/** A delivery as lists return it, and the board of deliveries under way. */
export const deliveryRow = deliveryFold<DeliveryRow>(
  'delivery',
  {
    row: DeliveryRow,
    indexes: {
      status: ({ status, createdAt }) => [status, createdAt],
      route: ({ route, createdAt }) => [route.routeId, createdAt],
      driver: ({ driver, createdAt }) => driver && [driver.driverId, createdAt],
      vehicle: ({ vehicle, createdAt }) => vehicle && [vehicle.vehicleId, createdAt],
      customer: ({ customerId, createdAt }) => customerId && [customerId, createdAt],
      underWay: (row) => (isUnderWay(row.status) ? ['', urgencyOf(row)] : undefined),
    },
    counters: deliveryCounters,
  },
  {
    begun: (row) => row,
    failed: (row) => row,
    handedOver: (row) => row,
    cancelled: (row) => row,
    resolved: shortened,
  },
);
