import { claims, event, id, personal, z } from '@waybill/kernel';

/**
 * Events of the geo context: locations and contacts. What is published has ids, keys and codes, and no address, name or
 * number of a person.
 */

/** Degrees of WGS 84, rounded to 5 decimals: about one metre. */
export const Coordinates = z
  .object({
    latitude: z.number().describe('Degrees north of the equator; negative south of it.'),
    longitude: z.number().describe('Degrees east of Greenwich; negative west of it.'),
  })
  .meta({ id: 'Coordinates', description: 'A place on the earth: WGS 84, in decimal degrees, rounded to 5 decimals.' });
export type Coordinates = z.infer<typeof Coordinates>;

export const StreetAddress = z
  .object({
    line1: z.string().describe('The first line: street and number.'),
    line2: z.string().optional().describe('The second line.'),
    line3: z.string().optional().describe('The third line; there is a second.'),
  })
  .meta({ id: 'StreetAddress', description: 'The lines of a postal address, without city and postal code.' });
export type StreetAddress = z.infer<typeof StreetAddress>;

/** The id of a location: SHA-256 of its normalized content, 64 hexadecimal digits in upper case. */
export const LocationId = z.string().regex(/^[0-9A-F]{64}$/);

/**
 * The first registration, or one after a removal, which begins the location anew. Upper and lower case are those of the
 * first registration: the id is the same in any case.
 */
export const LocationRegistered = event('LocationRegistered', {
  coordinates: personal(Coordinates.optional()),
  address: personal(StreetAddress.optional()),
  city: personal(z.string().optional()),
  postalCode: personal(z.string().optional()),
  /** ISO 3166-2. */
  subdivisionCode: z.string().optional(),
  /** ISO 3166-1 alpha-2. */
  countryCode: z.string().optional(),
});
/** It was registered or referred to again: from now on it is kept for another day without a reference. */
export const LocationRenewed = event('LocationRenewed', {});
/** A route or a delivery refers to it: it is kept, as their history is. */
export const LocationKept = event('LocationKept', {});
/** Nothing referred to it, and it was older than a day. */
export const LocationRemoved = event('LocationRemoved', {});

const labels = z.array(z.string()).describe('Words that say what it is for, like `work`.');
export const EmailAddress = z
  .object({ value: z.string().describe('The address, in lower case.'), labels })
  .meta({ id: 'ContactEmail', description: 'An e-mail address of a contact.' });
export type EmailAddress = z.infer<typeof EmailAddress>;
export const PhoneNumber = z
  .object({ value: z.string().describe('The number in E.164.'), labels })
  .meta({ id: 'ContactPhone', description: 'A telephone number of a contact.' });
export type PhoneNumber = z.infer<typeof PhoneNumber>;

export const nameTitles = [
  'Mr',
  'Ms',
  'Miss',
  'Mrs',
  'Mx',
  'Dr',
  'Prof',
  'Sir',
  'Lady',
  'Lord',
  'RtHon',
  'Rev',
  'Fr',
  'Pr',
  'Sr',
  'Elder',
] as const;
export const generationalSuffixes = ['Jr', 'Sr', 'I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X'] as const;
export const biologicalSexes = ['Male', 'Female', 'Intersex', 'Unknown'] as const;

/** A contact as a person. */
export const PersonalDetails = z
  .object({
    firstName: z.string().describe('The given name.'),
    title: z.enum(nameTitles).optional().describe('The title before the name.'),
    preferredName: z.string().optional().describe('How the person wants to be called.'),
    middleName: z.string().optional().describe('The middle names.'),
    lastName: z.string().optional().describe('The family name.'),
    generationalSuffix: z.enum(generationalSuffixes).optional().describe('The suffix after the name.'),
    professionalCredentials: z.array(z.string()).optional().describe('Credentials after the name, in order.'),
    dateOfBirth: z.iso.date().optional().describe('The day of birth.'),
    biologicalSex: z.enum(biologicalSexes).optional().describe('The sex, where an authority asks for it.'),
  })
  .meta({ id: 'PersonalDetails', description: 'A contact as a person.' });
export type PersonalDetails = z.infer<typeof PersonalDetails>;

/** A contact as a part of a company. */
export const ProfessionalDetails = z
  .object({
    companyName: z.string().describe('The company.'),
    jobTitle: z.string().optional().describe('The job.'),
    department: z.string().optional().describe('The department.'),
    companyWebsite: z.string().optional().describe('The website of the company.'),
  })
  .meta({ id: 'ProfessionalDetails', description: 'A contact as a part of a company.' });
export type ProfessionalDetails = z.infer<typeof ProfessionalDetails>;

/** The key of a contact outside of geo: what kind of thing it belongs to, and which one. */
export const externalKey = { contextKey: z.string(), relatedEntityId: id() };

/** External keys of contacts, unique in the organization: each names the contact that has it now. */
export const externalKeys = claims('geo', 'external-key');

/** The value of the claim. An id has a fixed length, so that no two keys have the same text. */
export const keyText = (key: { readonly contextKey: string; readonly relatedEntityId: string }): string =>
  `${key.contextKey}#${key.relatedEntityId}`;

/** A contact never changes: a replacement is a new contact. The first e-mail address and number are the primary ones. */
export const ContactCreated = event('ContactCreated', {
  ...externalKey,
  /** A locale of the reference data, like `en-US`. */
  locale: z.string(),
  emails: personal(z.array(EmailAddress)),
  phoneNumbers: personal(z.array(PhoneNumber)),
  personal: personal(PersonalDetails.optional()),
  professional: personal(ProfessionalDetails.optional()),
  locationId: LocationId.optional(),
  /** The contact that had this key before, and was deleted in the same transaction. */
  replaces: id().optional(),
});
export const ContactDeleted = event('ContactDeleted', {
  ...externalKey,
  why: z.enum(['deleted', 'replaced']),
  /** The new contact, if it was replaced. */
  replacedBy: id().optional(),
});
