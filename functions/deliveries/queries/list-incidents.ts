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

  answer: ({ limit, cursor, ...filters }, { incidents }) => {
    const { from, to } = filters;
    const { list, by, filter } = inIndex(filters);
    const { state, type, severity }: Filters = { ...filters, [filter]: undefined };
    return incidents.list(list, {
      by,
      from,
      to,
      descending: true,
      limit,
      cursor,
      filters,
      ...((state ?? type ?? severity) && {
        where: (row) =>
          (!state || row.state === state) && (!type || row.type === type) && (!severity || row.severity === severity),
      }),
    });
  },
});

interface Filters {
  readonly deliveryId?: string | undefined;
  readonly state?: IncidentRow['state'] | undefined;
  readonly severity?: string | undefined;
  readonly type?: string | undefined;
}

interface Part {
  readonly list: string;
  readonly by: string | readonly string[];
  /** The filter that this index applies. */
  readonly filter: keyof Filters;
}

/** The most selective index for the filters. Without a filter: the state index, with both states. */
const inIndex = ({ deliveryId, state, severity, type }: Filters): Part => {
  if (deliveryId) return { list: 'delivery', by: deliveryId, filter: 'deliveryId' };
  if (state === 'Open') return { list: 'state', by: state, filter: 'state' };
  if (severity) return { list: 'severity', by: severity, filter: 'severity' };
  if (type) return { list: 'type', by: type, filter: 'type' };
  return { list: 'state', by: state ?? IncidentRow.shape.state.options, filter: 'state' };
};
