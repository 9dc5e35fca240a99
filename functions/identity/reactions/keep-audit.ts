import { everything, reaction } from '@waybill/kernel';
import { type AuditRow, audit, auditSeconds, auditSort, auditSubject, monthOf } from '../audit.ts';

/** Writes down every event that belongs to an organisation: in the same place, however often it arrives. */
export const keepAudit = reaction({
  name: 'keepAudit',
  to: everything,
  sends: [],
  reaches: [{ to: 'note', pad: audit }],
  react: async (event, _, { notes, clock }) => {
    const { id, org, at, by, type, context, aggregate, aggregateId, version, correlation, impersonatedBy } = event;
    const seconds = auditSeconds(at, clock());
    if (org === '-' || seconds <= 0) return;
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
    await notes.put(audit, auditSubject(org, monthOf(at)), { sort: auditSort(row), data: row }, seconds);
  },
});
