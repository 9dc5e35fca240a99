import { position, text, time } from '@waybill/kernel';

/** Where a checkpoint is and when somebody is expected there. */
export const place = {
  location: text(200).describe('Where it is, for people.'),
  expectedAt: time().describe('When the driver is expected there: after the checkpoint before.'),
  position: position().optional(),
};
