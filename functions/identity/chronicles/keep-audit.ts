import { chronicle } from '@waybill/kernel';
import { type AuditRow, audit, auditSeconds, auditSort, auditSubject, monthOf } from '../audit.ts';

/** Writes down every event that belongs to an organisation: in the same place, however often it arrives. */
export const keepAudit = chronicle({
  name: 'keepAudit',
  pad: audit,
  notes: (event, now) => {
    const { id, org, at, by, type, context, aggregate, aggregateId, version, correlation, impersonatedBy } = event;
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
      correlation,
      ...(impersonatedBy && { impersonatedBy }),
    };
    return { subject: auditSubject(org, monthOf(at)), note: { sort: auditSort(row), data: row }, seconds };
  },
});
