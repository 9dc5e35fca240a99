import { id, page, pageOf, query, time, z } from '@waybill/kernel';
import { IncidentType, Severity } from '#events/deliveries';
import { IncidentRow, incidentRow } from '../projections/incident-row.ts';

export const listIncidents = query({
  summary: 'List incidents',
  description: 'Newest first. Filters combine.',
  route: 'GET /incidents',
  role: 'auditor',
  input: z
    .strictObject({
      state: IncidentRow.shape.state.optional().describe('Only those in this state.'),
      type: IncidentType.optional().describe('Only those of this type.'),
      severity: Severity.optional().describe('Only those of this severity.'),
      deliveryId: id().optional().describe('Only those of this delivery.'),
      from: time().optional().describe('Only those reported at or after this time.'),
      to: time().optional().describe('Only those reported before this time; later than `from`.'),
      ...page,
    })
    .refine(({ from, to }) => !from || !to || from < to, { path: ['to'], error: 'must be after from' }),
  example: { state: 'Open' },
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
