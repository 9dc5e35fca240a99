import { type Booking, z } from '@waybill/kernel';
import { atWork } from './at-work.ts';
import { DriverRow } from './projections/driver-row.ts';

/** A driver with what she does now. */
export const DriverAnswer = DriverRow.extend({
  status: z.enum([...DriverRow.shape.standing.options, 'Assigned']),
  currentDeliveryId: z.uuid().nullable(),
});

export const driverAnswer = <Row extends DriverRow>(row: Row, begun: Booking | undefined) => ({
  ...row,
  ...atWork(row.standing, begun),
});
