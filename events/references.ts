import { type Caller, externalAggregate, id, keyIdOf, notFound, several, z } from '@waybill/kernel';
import { ContactCreated, ContactDeleted, LocationRegistered, LocationRemoved } from './geo.ts';

/** How routes and deliveries refer to locations and contacts of geo: by their ids. */

/** The id of a location, in any case of letters. */
export const locationIdField = () =>
  z
    .string()
    .regex(/^[0-9A-Fa-f]{64}$/, 'must be 64 hexadecimal digits')
    .toUpperCase();

/** The fields of an input. */
export const referenceFields = {
  locationId: locationIdField().optional().describe('A registered location: `PUT /geo/locations`.'),
  contactId: id().optional().describe('A contact: `POST /geo/contacts`.'),
};

export interface References {
  readonly locationId?: string | undefined;
  readonly contactId?: string | undefined;
}

const locationReference = externalAggregate('geo', 'location')
  .begin(LocationRegistered, () => ({ removed: false }))
  .on(LocationRemoved, () => ({ removed: true }));

const contactReference = externalAggregate('geo', 'contact')
  .begin(ContactCreated, ({ contextKey }) => ({ contextKey, deleted: false }))
  .on(ContactDeleted, (contact) => ({ ...contact, deleted: true }));

const locations = several(locationReference);
const contacts = several(contactReference);

/** What a command reads that refers to locations and contacts. */
export const referenceReads = <Input>(of: (input: Input) => readonly References[]) => ({
  locations: { of: locations, ids: (input: Input) => of(input).flatMap(({ locationId }) => locationId ?? []) },
  contacts: { of: contacts, ids: (input: Input) => of(input).flatMap(({ contactId }) => contactId ?? []) },
});

export const locationNotFound = notFound('location');
export const contactNotFound = notFound('contact');

/** Whether the caller may refer to contacts with this context key: users all, an API key those it names. */
export const reaches = (caller: Caller, contextKey: string): boolean =>
  keyIdOf(caller) === undefined || (caller.contextKeys?.includes(contextKey) ?? false);

/** The refusal for a location or contact that does not exist, or that the caller may not see. */
export const unknownReference = (
  references: readonly References[],
  {
    locations,
    contacts,
  }: {
    readonly locations: ReadonlyMap<string, { readonly removed: boolean }>;
    readonly contacts: ReadonlyMap<string, { readonly contextKey: string; readonly deleted: boolean }>;
  },
  caller: Caller,
) => {
  for (const { locationId, contactId } of references) {
    if (locationId !== undefined && locations.get(locationId)?.removed !== false)
      return locationNotFound({ locationId });
    if (contactId === undefined) continue;
    const contact = contacts.get(contactId);
    if (!contact || contact.deleted || !reaches(caller, contact.contextKey)) return contactNotFound({ contactId });
  }
  return undefined;
};

export const referencesUnknown = [locationNotFound, contactNotFound] as const;
