import { id, page, pageOf, query, time, z } from '@waybill/kernel';
import { IncidentType, Severity } from '#events/deliveries';
import { IncidentRow, incidentRow } from '../projections/incident-row.ts';

export const listIncidents = query({
  summary: 'What went wrong, newest first',
  route: 'GET /incidents',
  role: 'auditor',
  input: z
    .strictObject({
      state: z.enum(['Open', 'Resolved']).optional(),
      type: IncidentType.optional(),
      severity: Severity.optional(),
      deliveryId: id().optional(),
      from: time().optional(),
      to: time().optional(),
      ...page,
    })
    .refine(({ from, to }) => !from || !to || from < to, { path: ['to'], error: 'must be after from' }),
  output: pageOf(IncidentRow),
  reads: { incidents: incidentRow },

  answer: ({ limit, cursor, ...asked }, { incidents }) => {
    const { state, type, severity, deliveryId, from, to } = asked;
    const filtered = state ?? type ?? severity;
    return incidents.list(deliveryId ? 'delivery' : 'all', {
      ...(deliveryId && { by: deliveryId }),
      from,
      to,
      descending: true,
      limit,
      cursor,
      asked,
      ...(filtered && {
        where: (row) =>
          (!state || row.state === state) && (!type || row.type === type) && (!severity || row.severity === severity),
      }),
    });
  },
});
