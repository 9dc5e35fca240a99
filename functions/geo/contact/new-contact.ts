import { e164 } from '@waybill/geo/phone';
import { type CommandContext, claim, invalidInput, isRefusal, type z } from '@waybill/kernel';
import { ContactCreated, externalKeys, keyText } from '#events/geo';
import { reaches } from '#events/references';
import type { Location } from '../location/location.ts';
import { locationReferredTo, referTo } from '../location/refer-to.ts';
import { contextKeyNotAllowed, locationNotFound } from '../problems.ts';
import type { contactFields, externalKeyFields } from './contact-fields.ts';

type NewContact = z.infer<z.ZodObject<typeof externalKeyFields & typeof contactFields>> & {
  readonly replaces?: string | undefined;
};

export const newContactRefuses = [contextKeyNotAllowed, locationNotFound, invalidInput] as const;

/** The decision to create a contact: its event, its key, and what its location needs. */
export const newContact = (
  { location: place, ...input }: NewContact,
  location: Location | undefined,
  { now, caller }: Pick<CommandContext, 'now' | 'caller'>,
) => {
  const { contextKey } = input;
  if (!reaches(caller, contextKey)) return contextKeyNotAllowed({ contextKey });
  const referred = referTo({ location: place, locationId: input.locationId }, location, now);
  if (isRefusal(referred)) return referred;
  const country = place?.countryCode ?? location?.place.countryCode;
  const phoneNumbers = input.phoneNumbers.map(({ value, labels }) => ({ value: e164(value, country), labels }));
  const errors = [...phoneErrors(phoneNumbers), ...birthErrors(input.personal?.dateOfBirth, now)];
  if (errors.length) return invalidInput({ errors });
  return [
    ContactCreated({
      ...input,
      phoneNumbers: phoneNumbers.map(({ value, labels }) => ({ value: value!, labels })),
      locationId: locationReferredTo({ location: place, locationId: input.locationId }),
    }),
    claim(externalKeys, keyText(input), 'relatedEntityId'),
    ...referred,
  ];
};

const phoneErrors = (numbers: readonly { readonly value: string | undefined }[]) =>
  numbers.flatMap(({ value }, i) =>
    value === undefined
      ? [
          {
            path: `phoneNumbers.${i}.value`,
            message: 'must be a telephone number with its country code, or one of the location’s country',
          },
        ]
      : [],
  );

const birthErrors = (dateOfBirth: string | undefined, now: string) =>
  dateOfBirth !== undefined && dateOfBirth > now.slice(0, 10)
    ? [{ path: 'personal.dateOfBirth', message: 'must not be in the future' }]
    : [];
