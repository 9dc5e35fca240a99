import { deliveryFold } from '../answers/delivery-fold.ts';
import { DeliveryRow } from '../answers/delivery-row.ts';
import { deliveryTally } from '../answers/delivery-tally.ts';
import { urgencyOf } from '../answers/urgency-of.ts';
import { isUnderWay } from '../is-live.ts';

/** Of what is resolved, the row keeps the last few incidents: it has no more to write for a delivery with a long history. */
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

/** A delivery as lists show it, and the board of what is under way. */
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
    counters: deliveryTally,
  },
  {
    begun: (row) => row,
    failed: (row) => row,
    handedOver: (row) => row,
    cancelled: (row) => row,
    resolved: shortened,
  },
);
