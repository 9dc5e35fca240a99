import { z } from '@waybill/kernel';

const codes = (what: string) => z.array(z.string()).describe(what);
const displayName = z.string().describe('The name for display, in English.');

const Country = z
  .object({
    kind: z.literal('country').describe('What it is.'),
    code: z.string().describe('The alpha-2 code of ISO 3166-1.'),
    alpha3: z.string().describe('The alpha-3 code of ISO 3166-1.'),
    numeric: z.string().describe('The numeric code of ISO 3166-1, three digits.'),
    displayName,
    officialName: z.string().describe('The name in ISO 3166-1.'),
    phoneNumberPrefix: z.string().nullable().describe('The country calling code, without a plus sign.'),
    sovereign: z.string().nullable().describe('The country that represents this territory.'),
    primaryCurrency: z.string().nullable().describe('The currency that is used most.'),
    primaryLocale: z.string().nullable().describe('The locale of the official language that most people speak.'),
    currencies: codes('Legal tender.'),
    subdivisions: codes('Its subdivisions.'),
    locales: codes('Its locales.'),
    geopoliticalEntities: codes('The geopolitical entities that it belongs to.'),
    territories: codes('The territories that it represents.'),
  })
  .meta({ id: 'Country', description: 'A country or territory of ISO 3166-1, or Kosovo.' });

const Subdivision = z
  .object({
    kind: z.literal('subdivision').describe('What it is.'),
    code: z.string().describe('The code of ISO 3166-2.'),
    shortCode: z.string().describe('The code without the country.'),
    displayName: z.string().describe('The name for display.'),
    officialName: z.string().describe('The name in ISO 3166-2.'),
    country: z.string().describe('Its country.'),
  })
  .meta({ id: 'Subdivision', description: 'A part of a country, of ISO 3166-2.' });

const Currency = z
  .object({
    kind: z.literal('currency').describe('What it is.'),
    code: z.string().describe('The code of ISO 4217.'),
    numeric: z.string().describe('The numeric code of ISO 4217, three digits.'),
    displayName,
    officialName: z.string().describe('The official name.'),
    decimalPlaces: z.int().describe('The number of decimal places.'),
    symbol: z.string().describe('The symbol, or the code.'),
    countries: codes('The countries where it is legal tender.'),
  })
  .meta({ id: 'Currency', description: 'A currency of ISO 4217.' });

const names = {
  name: z.string().describe('The name, in English.'),
  endonym: z.string().describe('The name in the language itself.'),
};

const Language = z
  .object({
    kind: z.literal('language').describe('What it is.'),
    code: z.string().describe('The code of ISO 639-1.'),
    ...names,
  })
  .meta({ id: 'Language', description: 'A language of ISO 639-1.' });

const Locale = z
  .object({
    kind: z.literal('locale').describe('What it is.'),
    code: z.string().describe('The BCP 47 tag.'),
    ...names,
    language: z.string().describe('Its language.'),
    country: z.string().describe('Its country.'),
  })
  .meta({ id: 'Locale', description: 'A language as it is used in a country, from CLDR.' });

const GeopoliticalEntity = z
  .object({
    kind: z.literal('geopolitical-entity').describe('What it is.'),
    code: z.string().describe('The code.'),
    name: z.string().describe('The name, in English.'),
    type: z.string().describe('The type.'),
    countries: codes('Its countries.'),
  })
  .meta({ id: 'GeopoliticalEntity', description: 'A continent, a region, or a union of countries.' });

/** An entry of any kind. */
export const ReferenceEntry = z
  .discriminatedUnion('kind', [Country, Subdivision, Currency, Language, Locale, GeopoliticalEntity])
  .meta({ id: 'ReferenceEntry', description: 'An entry of the reference data.' });
export type ReferenceEntry = z.infer<typeof ReferenceEntry>;

const kindOf = {
  countries: 'country',
  subdivisions: 'subdivision',
  currencies: 'currency',
  languages: 'language',
  locales: 'locale',
  'geopolitical-entities': 'geopolitical-entity',
} as const;

/** The kinds, as paths name them. */
export const ReferenceKind = z
  .enum(['countries', 'subdivisions', 'currencies', 'languages', 'locales', 'geopolitical-entities'])
  .meta({ id: 'ReferenceKind', description: 'A kind of reference data.' });

/** An entry as clients see it. */
export const entryAnswer = (kind: z.infer<typeof ReferenceKind>, entry: object): ReferenceEntry =>
  ({ kind: kindOf[kind], ...entry }) as ReferenceEntry;
