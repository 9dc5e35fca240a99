import { externalAggregate } from '@waybill/kernel';
import { ContactCreated, ContactDeleted } from '#events/geo';

export interface Contact {
  readonly locale: string;
  /** The primary ones: the first of each kind. */
  readonly email?: string | undefined;
  readonly sms?: string | undefined;
  readonly deleted: boolean;
}

/** A contact of geo, as far as it can be notified. */
export const contact = externalAggregate('geo', 'contact')
  .begin(
    ContactCreated,
    ({ locale, emails: [email], phoneNumbers: [phone] }): Contact => ({
      locale,
      email: email?.value,
      sms: phone?.value,
      deleted: false,
    }),
  )
  .on(ContactDeleted, ({ locale }) => ({ locale, deleted: true }));
