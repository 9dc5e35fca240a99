import { type Booking, z } from '@waybill/kernel';
import { atWork } from '../availability/at-work.ts';
import { DriverRow } from '../projections/driver-row.ts';

/** A driver with the current status. */
export const DriverAnswer = DriverRow.extend({
  status: z
    .enum([...DriverRow.shape.standing.options, 'Assigned'])
    .describe('The standing, or `Assigned` while a delivery has the driver booked.'),
  currentDeliveryId: z.guid().nullable().describe('The delivery that has the driver booked now.'),
}).meta({ id: 'Driver', description: 'A driver with the current status.' });

export const driverAnswer = <Row extends DriverRow>(row: Row, begun: Booking | undefined) => ({
  ...row,
  ...atWork(row.standing, begun),
});
