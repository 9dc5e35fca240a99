import { externalAggregate } from '@waybill/kernel';
import { ContactCreated, ContactDeleted } from '#events/geo';

export interface Contact {
  readonly locale: string;
  /** How a message greets it. */
  readonly name?: string | undefined;
  readonly contextKey: string;
  readonly relatedEntityId: string;
  /** The primary ones: the first of each kind. */
  readonly email?: string | undefined;
  readonly sms?: string | undefined;
  readonly deleted: boolean;
  /** The contact that has replaced it. */
  readonly replacedBy?: string | undefined;
}

/** A contact of geo, as far as it can be notified. */
export const contact = externalAggregate('geo', 'contact')
  .begin(
    ContactCreated,
    ({
      locale,
      contextKey,
      relatedEntityId,
      personal,
      professional,
      emails: [email],
      phoneNumbers: [phone],
    }): Contact => ({
      locale,
      contextKey,
      relatedEntityId,
      name: personal?.preferredName ?? personal?.firstName ?? professional?.companyName,
      email: email?.value,
      sms: phone?.value,
      deleted: false,
    }),
  )
  .on(ContactDeleted, ({ locale, contextKey, relatedEntityId }, { replacedBy }) => ({
    locale,
    contextKey,
    relatedEntityId,
    deleted: true,
    replacedBy,
  }));
