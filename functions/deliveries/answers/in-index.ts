import { type DeliveryStatus, deliveryStatuses } from '#events/deliveries';

/** Filters that an index can apply. */
export interface IndexedFilters {
  readonly routeId?: string | undefined;
  readonly vehicleId?: string | undefined;
  readonly driverId?: string | undefined;
  readonly customerId?: string | undefined;
  readonly status?: readonly DeliveryStatus[] | undefined;
}

interface Part {
  readonly list: 'route' | 'vehicle' | 'driver' | 'customer' | 'status';
  readonly by: string | readonly string[];
  /** The filter that this index applies. */
  readonly filter: keyof IndexedFilters;
}

/** The most selective index for the filters. Without a filter: the status index, with every status. */
export const inIndex = ({ routeId, vehicleId, driverId, customerId, status }: IndexedFilters): Part => {
  if (routeId) return { list: 'route', by: routeId, filter: 'routeId' };
  if (vehicleId) return { list: 'vehicle', by: vehicleId, filter: 'vehicleId' };
  if (driverId) return { list: 'driver', by: driverId, filter: 'driverId' };
  if (customerId) return { list: 'customer', by: customerId, filter: 'customerId' };
  return { list: 'status', by: status ?? deliveryStatuses, filter: 'status' };
};
