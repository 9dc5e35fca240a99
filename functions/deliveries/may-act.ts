import type { Caller } from '@waybill/kernel';
import type { Delivery } from './delivery.ts';
import type { DriverState } from './external-aggregates.ts';
import { notYourDelivery } from './problems.ts';

/** An agent is a driver who signs in. Agents act on their own deliveries only. The driver is read for agents only. */
export const whoseDriver = (delivery: Delivery | undefined, { role }: Caller): string | undefined =>
  role === 'agent' ? delivery?.driverId : undefined;

export const mayNotAct = (caller: Caller, driver: DriverState | undefined) =>
  caller.role === 'agent' && driver?.userId !== caller.userId ? notYourDelivery() : undefined;
