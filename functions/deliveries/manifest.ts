/** Deliveries: from pick-up to proof. One line for each function. */

export { cancelDeliveries } from './commands/cancel-deliveries.ts';
export { cancelDelivery } from './commands/cancel-delivery.ts';
export { captureProof } from './commands/capture-proof.ts';
export { changeDeliveryStatus } from './commands/change-delivery-status.ts';
export { changeDeliveryStatuses } from './commands/change-delivery-statuses.ts';
export { createDelivery } from './commands/create-delivery.ts';
export { assignCrews } from './commands/crew/assign-crews.ts';
export { assignDriver } from './commands/crew/assign-driver.ts';
export { assignVehicle } from './commands/crew/assign-vehicle.ts';
export { unassignDriver } from './commands/crew/unassign-driver.ts';
export { unassignVehicle } from './commands/crew/unassign-vehicle.ts';
export { reportIncident } from './commands/incidents/report-incident.ts';
export { resolveIncident } from './commands/incidents/resolve-incident.ts';
export { resolveIncidents } from './commands/incidents/resolve-incidents.ts';
export { reachCheckpoint } from './commands/reach-checkpoint.ts';
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
