import { type Booking, z } from '@waybill/kernel';
import { atWork } from '../availability/at-work.ts';
import { VehicleRow } from '../projections/vehicle-row.ts';

/** A vehicle with the current status. */
export const VehicleAnswer = VehicleRow.extend({
  status: z
    .enum([...VehicleRow.shape.standing.options, 'Assigned'])
    .describe('The standing, or `Assigned` while a delivery has the vehicle booked.'),
  currentDeliveryId: z.guid().nullable().describe('The delivery that has the vehicle booked now.'),
}).meta({ id: 'Vehicle', description: 'A vehicle with the current status.' });

export const vehicleAnswer = <Row extends VehicleRow>(row: Row, begun: Booking | undefined) => ({
  ...row,
  ...atWork(row.standing, begun),
});
