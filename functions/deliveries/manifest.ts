/** Deliveries: from pick-up to proof. One line for each function. */

export { assignCrews } from './commands/assign-crews.ts';
export { assignDriver } from './commands/assign-driver.ts';
export { assignVehicle } from './commands/assign-vehicle.ts';
export { cancelDeliveries } from './commands/cancel-deliveries.ts';
export { cancelDelivery } from './commands/cancel-delivery.ts';
export { captureProof } from './commands/capture-proof.ts';
export { changeDeliveryStatus } from './commands/change-delivery-status.ts';
export { changeDeliveryStatuses } from './commands/change-delivery-statuses.ts';
export { createDelivery } from './commands/create-delivery.ts';
export { reachCheckpoint } from './commands/reach-checkpoint.ts';
export { reportIncident } from './commands/report-incident.ts';
export { resolveIncident } from './commands/resolve-incident.ts';
export { resolveIncidents } from './commands/resolve-incidents.ts';
export { unassignDriver } from './commands/unassign-driver.ts';
export { unassignVehicle } from './commands/unassign-vehicle.ts';
export { deliveryRow } from './projections/delivery-row.ts';
export { incidentRow } from './projections/incident-row.ts';
export { getDelivery } from './queries/get-delivery.ts';
export { getDeliveryStatistics } from './queries/get-delivery-statistics.ts';
export { getDeliverySummary } from './queries/get-delivery-summary.ts';
export { getRoutePerformance } from './queries/get-route-performance.ts';
export { listDeliveries } from './queries/list-deliveries.ts';
export { listDeliveryEvents } from './queries/list-delivery-events.ts';
export { listIncidents } from './queries/list-incidents.ts';
export { listLiveDeliveries } from './queries/list-live-deliveries.ts';
export { listRouteDeliveries } from './queries/list-route-deliveries.ts';
