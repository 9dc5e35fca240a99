/** Audit: who did what in an organization. One line for each function. */

export { keepAudit } from './event-logs/keep-audit.ts';
export { listAudit } from './queries/list-audit.ts';
