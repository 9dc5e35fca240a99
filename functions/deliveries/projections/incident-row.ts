import { Position, projection, z } from '@waybill/kernel';
import { IncidentReported, IncidentResolved, IncidentType, Severity } from '#events/deliveries';
import { delivery } from '../delivery.ts';

/** A problem that was reported on a delivery. */
export const IncidentRow = z
  .object({
    incidentId: z.guid().describe('The incident.'),
    deliveryId: z.guid().describe('The delivery on which it happened.'),
    state: z
      .enum(['Open', 'Resolved'])
      .meta({ id: 'IncidentState', description: 'Whether an incident is open or resolved.' }),
    type: IncidentType,
    severity: Severity.nullable().describe('The severity, if reported.'),
    description: z.string().describe('What happened.'),
    checkpoint: z.number().int().nullable().describe('The sequence of the checkpoint where it happened, if known.'),
    position: Position.nullable().describe('Where it happened, if known.'),
    reportedAt: z.iso.datetime().describe('When it was reported.'),
    resolvedAt: z.iso.datetime().nullable().describe('When it was resolved, if it is.'),
    note: z.string().nullable().describe('How it was resolved.'),
  })
  .meta({ id: 'Incident', description: 'A problem that was reported on a delivery.' });
export type IncidentRow = z.infer<typeof IncidentRow>;

/** One row for each incident, projected from the events of its delivery. */
export const incidentRow = projection<IncidentRow>('incident', {
  of: delivery,
  row: IncidentRow,
  key: ({ data: { incidentId } }) => incidentId,
  indexes: {
    delivery: ({ deliveryId, reportedAt }) => [deliveryId, reportedAt],
    state: ({ state, reportedAt }) => [state, reportedAt],
    severity: ({ severity, reportedAt }) => severity && [severity, reportedAt],
    type: ({ type, reportedAt }) => [type, reportedAt],
  },
})
  .begin(IncidentReported, ({ aggregateId, at, data: { severity, checkpoint, position, ...incident } }) => ({
    ...incident,
    deliveryId: aggregateId,
    state: 'Open',
    severity: severity ?? null,
    checkpoint: checkpoint ?? null,
    position: position ?? null,
    reportedAt: at,
    resolvedAt: null,
    note: null,
  }))
  .on(IncidentResolved, (row, { at, data: { note } }) => ({
    ...row,
    state: 'Resolved',
    resolvedAt: at,
    note: note ?? null,
  }));
