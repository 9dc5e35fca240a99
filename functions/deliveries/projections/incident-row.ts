import { projection, z } from '@waybill/kernel';
import { IncidentReported, IncidentResolved, IncidentType, Severity } from '#events/deliveries';
import { delivery } from '../delivery.ts';

/** Something that went wrong on a delivery. */
export const IncidentRow = z.object({
  incidentId: z.uuid(),
  deliveryId: z.uuid(),
  state: z.enum(['Open', 'Resolved']),
  type: IncidentType,
  severity: Severity.nullable(),
  description: z.string(),
  checkpoint: z.number().int().nullable(),
  position: z.object({ latitude: z.number(), longitude: z.number() }).nullable(),
  reportedAt: z.iso.datetime(),
  resolvedAt: z.iso.datetime().nullable(),
  note: z.string().nullable(),
});
export type IncidentRow = z.infer<typeof IncidentRow>;

/** One row for each incident, told by the delivery it happened to. */
export const incidentRow = projection<IncidentRow>('incident', {
  of: delivery,
  row: IncidentRow,
  key: ({ data: { incidentId } }) => incidentId,
  lists: {
    all: ({ reportedAt }) => ['', reportedAt],
    delivery: ({ deliveryId, reportedAt }) => [deliveryId, reportedAt],
  },
})
  .begin(IncidentReported, ({ id, at, data: { severity, checkpoint, position, ...incident } }) => ({
    ...incident,
    deliveryId: id,
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
