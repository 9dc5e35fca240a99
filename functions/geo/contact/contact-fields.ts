import { localeNamed } from '@waybill/geo/codes';
import { email, id, name, optionalName, optionalText, text, z } from '@waybill/kernel';
import { biologicalSexes, generationalSuffixes, nameTitles } from '#events/geo';
import { locationIdField } from '#events/references';
import { PlaceInput } from '../location/place.ts';

const none = '00000000-0000-0000-0000-000000000000';

/** The key of a contact outside of geo. */
export const externalKeyFields = {
  contextKey: text(255).describe('The kind of thing that the contact belongs to, like `customer`.'),
  relatedEntityId: id()
    .refine((value) => value !== none, 'must not be zero')
    .describe('The thing that the contact belongs to. With the context key it is unique in the organization.'),
};

const labels = () =>
  z
    .array(text(50))
    .max(10)
    .default([])
    .transform((all) => [...new Set(all)])
    .describe('Words that say what it is for, like `work`.');

const EmailInput = z
  .strictObject({ value: email(), labels: labels() })
  .meta({ id: 'ContactEmailInput', description: 'An e-mail address of a contact.' });

const PhoneInput = z
  .strictObject({
    value: text(40).describe(
      'The number in any usual spelling; without a country code it is one of the location’s country.',
    ),
    labels: labels(),
  })
  .meta({ id: 'ContactPhoneInput', description: 'A telephone number of a contact.' });

const PersonalInput = z
  .strictObject({
    firstName: name(255).describe('The given name.'),
    title: z.enum(nameTitles).optional().describe('The title before the name.'),
    preferredName: optionalName(255).describe('How the person wants to be called.'),
    middleName: optionalName(255).describe('The middle names.'),
    lastName: optionalName(255).describe('The family name.'),
    generationalSuffix: z.enum(generationalSuffixes).optional().describe('The suffix after the name.'),
    professionalCredentials: z.array(text(50)).max(20).optional().describe('Credentials after the name, in order.'),
    dateOfBirth: z.iso.date().optional().describe('The day of birth.'),
    biologicalSex: z.enum(biologicalSexes).optional().describe('The sex, where an authority asks for it.'),
  })
  .meta({ id: 'PersonalDetailsInput', description: 'A contact as a person.' });

const isWebsite = (url: string) => /^https?:\/\/\S+$/i.test(url) && URL.canParse(url);

const ProfessionalInput = z
  .strictObject({
    companyName: name(255).describe('The company.'),
    jobTitle: optionalName(255).describe('The job.'),
    department: optionalName(255).describe('The department.'),
    companyWebsite: optionalText(2048)
      .refine((url) => url === undefined || isWebsite(url), 'must be a URL with http or https')
      .describe('The website of the company.'),
  })
  .meta({ id: 'ProfessionalDetailsInput', description: 'A contact as a part of a company.' });

/** The fields of a contact without its key. */
export const contactFields = {
  locale: text(35)
    .refine((tag) => localeNamed(tag) !== undefined, 'must be a locale of the reference data, like en-US')
    .transform((tag) => localeNamed(tag)!)
    .default('en-US')
    .describe('The language to write in: a locale of the reference data.'),
  emails: z.array(EmailInput).max(20).default([]).describe('E-mail addresses; the first is the primary one.'),
  phoneNumbers: z.array(PhoneInput).max(20).default([]).describe('Telephone numbers; the first is the primary one.'),
  personal: PersonalInput.optional().describe('The person.'),
  professional: ProfessionalInput.optional().describe('The company.'),
  location: PlaceInput.optional().describe('The place. It is registered, if it is new.'),
  locationId: locationIdField().optional().describe('The place, if it is registered; in place of `location`.'),
};

export const hasOneLocation = ({ location, locationId }: { location?: unknown; locationId?: unknown }): boolean =>
  location === undefined || locationId === undefined;
export const twoLocations = { path: ['locationId'], error: 'must not come with location' };
