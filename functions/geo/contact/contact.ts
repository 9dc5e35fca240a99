import { aggregate, claim } from '@waybill/kernel';
import {
  ContactCreated,
  ContactDeleted,
  type EmailAddress,
  externalKeys,
  keyText,
  type PersonalDetails,
  type PhoneNumber,
  type ProfessionalDetails,
} from '#events/geo';

export interface Contact {
  readonly contextKey: string;
  readonly relatedEntityId: string;
  readonly locale: string;
  readonly emails: readonly EmailAddress[];
  readonly phoneNumbers: readonly PhoneNumber[];
  readonly personal?: PersonalDetails | undefined;
  readonly professional?: ProfessionalDetails | undefined;
  readonly locationId?: string | undefined;
  readonly createdAt: string;
  readonly deleted: boolean;
}

export const contact = aggregate('geo', 'contact')
  .begin(ContactCreated, (contact, { at }): Contact => ({ ...contact, createdAt: at, deleted: false }))
  .on(ContactDeleted, (contact) => ({ ...contact, deleted: true }))
  .invariants((contact) => (contact.deleted ? [] : [claim(externalKeys, keyText(contact), 'relatedEntityId')]));
