/** Audit: who did what in an organisation. One line for each function. */

export { keepAudit } from './event-logs/keep-audit.ts';
export { listAudit } from './queries/list-audit.ts';
