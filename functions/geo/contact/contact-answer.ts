import { z } from '@waybill/kernel';
import { EmailAddress, PersonalDetails, PhoneNumber, ProfessionalDetails } from '#events/geo';
import { existing, type Location } from '../location/location.ts';
import { LocationAnswer, locationAnswer } from '../location/location-answer.ts';
import type { Contact } from './contact.ts';

/** A contact, as clients see it. */
export const ContactAnswer = z
  .object({
    contactId: z.guid().describe('The contact.'),
    contextKey: z.string().describe('The kind of thing that it belongs to.'),
    relatedEntityId: z.guid().describe('The thing that it belongs to.'),
    locale: z.string().describe('The language to write in.'),
    emails: z.array(EmailAddress).describe('E-mail addresses; the first is the primary one.'),
    phoneNumbers: z.array(PhoneNumber).describe('Telephone numbers; the first is the primary one.'),
    personal: PersonalDetails.nullable().describe('The person, if known.'),
    professional: ProfessionalDetails.nullable().describe('The company, if known.'),
    locationId: z.string().nullable().describe('The location, if known.'),
    location: LocationAnswer.nullable().describe('The location in full.'),
    createdAt: z.iso.datetime().describe('When it was created.'),
  })
  .meta({ id: 'Contact', description: 'How to reach a person or company, and where. It never changes.' });
export type ContactAnswer = z.infer<typeof ContactAnswer>;

export const contactAnswer = (
  contactId: string,
  { deleted: _, personal, professional, locationId, emails, phoneNumbers, ...contact }: Contact,
  location: Location | undefined,
): ContactAnswer => {
  const place = existing(location);
  return {
    contactId,
    ...contact,
    emails: [...emails],
    phoneNumbers: [...phoneNumbers],
    personal: personal ?? null,
    professional: professional ?? null,
    locationId: locationId ?? null,
    location: (locationId !== undefined && place && locationAnswer(locationId, place)) || null,
  };
};
