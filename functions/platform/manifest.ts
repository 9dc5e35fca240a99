/** Platform: the health of Waybill itself. One line for each function. */

export { getHealth } from './queries/get-health.ts';
export { getServicesHealth } from './queries/get-services-health.ts';
export { checkServices } from './schedules/check-services.ts';
