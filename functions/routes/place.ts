import { position, text, time } from '@waybill/kernel';

/** Where a checkpoint is and when somebody is expected there. */
export const place = { location: text(200), expectedAt: time(), position: position().optional() };
