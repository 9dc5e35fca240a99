import { command, id, optionalText, z } from '@waybill/kernel';
import { driverTime } from '#events/fleet';
import { assign, assigning } from '../assign.ts';
import { delivery } from '../delivery.ts';
import { driverUnfit, unfitDriver } from '../fitness.ts';
import { driver, policy } from '../sights.ts';

export const assignDriver = command({
  summary: 'Put a driver on a delivery, or hand it over under way',
  route: 'PUT /deliveries/{deliveryId}/driver',
  role: 'officer',
  input: z.strictObject({ deliveryId: id(), driverId: id(), reason: optionalText(200) }),
  on: delivery,
  refuses: [...assigning, ...driverUnfit],
  consults: { driver, policy },
  where: ({ driverId }, _, { orgId }) => ({ driver: driverId, policy: orgId }),
  books: [driverTime],

  decide: (delivery, wanted, { sees }) => assign(delivery, wanted, sees, unfitDriver),
});
