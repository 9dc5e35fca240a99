import { type Caller, loosely } from '@waybill/kernel';
import type { Delivery } from './delivery.ts';
import { notYourDelivery } from './problems.ts';
import { type DriverSeen, driver } from './sights.ts';

/** An agent is a driver who signs in, and acts on his own deliveries; whose they are is looked up for nobody else. */
export const ownDriver = loosely(driver);

export const whoseDriver = (delivery: Delivery | undefined, { role }: Caller): string | undefined =>
  role === 'agent' ? delivery?.driverId : undefined;

export const mayNotAct = (caller: Caller, driver: DriverSeen | undefined) =>
  caller.role === 'agent' && driver?.userId !== caller.userId ? notYourDelivery() : undefined;
