import { position, text, time } from '@waybill/kernel';
import { referenceFields } from '#events/references';

/** The place of a checkpoint, the contact there, and the expected time of arrival. */
export const place = {
  location: text(200).describe('The address or name of the place.'),
  expectedAt: time().describe('When the driver is expected there: after the previous checkpoint.'),
  position: position().optional(),
  ...referenceFields,
};
