import { release } from '@waybill/kernel';
import { ContactDeleted, externalKeys, keyText } from '#events/geo';
import { keepCheck } from '../location/location-checks.ts';
import type { Contact } from './contact.ts';

/** What the deletion of a contact writes: its key is free, and the job looks whether its location is referred to. */
export const endOfContact = (
  { contextKey, relatedEntityId, locationId }: Contact,
  why: { readonly why: 'deleted' } | { readonly why: 'replaced'; readonly replacedBy: string },
  { now, orgId }: { readonly now: string; readonly orgId: string },
) => [
  ContactDeleted({ contextKey, relatedEntityId, ...why }),
  release(externalKeys, keyText({ contextKey, relatedEntityId })),
  ...(locationId === undefined ? [] : [keepCheck(orgId, locationId, now)]),
];
