import type { Checkpoint } from '#events/routes';

/** Whether two checkpoints are equal. */
export const isSamePlace = (a: Checkpoint, b: Checkpoint): boolean =>
  a.sequence === b.sequence &&
  a.location === b.location &&
  a.expectedAt === b.expectedAt &&
  a.position?.latitude === b.position?.latitude &&
  a.position?.longitude === b.position?.longitude &&
  a.locationId === b.locationId &&
  a.contactId === b.contactId;
