import { eventLog } from '@waybill/kernel';
import { type AuditRow, audit, auditSeconds, auditSort, auditSubject, monthOf } from '../domain/audit.ts';
import { signalOf } from '../domain/signal-of.ts';

/**
 * Appends an audit entry for every event of an organization, once for repeated deliveries, and counts events for
 * alarms.
 */
export const keepAudit = eventLog({
  name: 'keepAudit',
  log: audit,
  signalOf: signalOf,
  entryOf: (event, now) => {
    const { id, org, at, by, type, context, aggregate, aggregateId, version, correlationId, impersonatedBy } = event;
    const seconds = auditSeconds(at, now);
    if (org === '-' || seconds <= 0) return undefined;
    const row: AuditRow = {
      id,
      at,
      by,
      type,
      context,
      aggregate,
      aggregateId,
      version,
      correlation: correlationId,
      ...(impersonatedBy && { impersonatedBy }),
    };
    return { subject: auditSubject(org, monthOf(at)), entry: { sort: auditSort(row), data: row }, seconds };
  },
});
