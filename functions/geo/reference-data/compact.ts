import { z } from '@waybill/kernel';

const CompactCountry = z
  .object({
    alpha3: z.string().describe('The alpha-3 code of ISO 3166-1.'),
    numeric: z.string().describe('The numeric code of ISO 3166-1, three digits.'),
    displayName: z.string().describe('The name for display, in English.'),
    officialName: z.string().optional().describe('The name in ISO 3166-1, if it is not the display name.'),
    phoneNumberPrefix: z.string().optional().describe('The country calling code, without a plus sign.'),
    sovereign: z.string().optional().describe('The country that represents this territory.'),
    primaryLanguage: z.string().optional().describe('The language of its primary locale.'),
    currencies: z.array(z.string()).describe('Legal tender; the first is the primary currency.'),
  })
  .meta({ id: 'CompactCountry', description: 'A country in the compact document.' });

const CompactCurrency = z
  .object({
    numeric: z.string().describe('The numeric code of ISO 4217, three digits.'),
    displayName: z.string().describe('The name, in English.'),
    decimalPlaces: z.int().optional().describe('The number of decimal places, if it is not 2.'),
    symbol: z.string().optional().describe('The symbol, if it is not the code.'),
  })
  .meta({ id: 'CompactCurrency', description: 'A currency in the compact document.' });

/** The compact document, as the geo layer has it. */
export const ReferenceDocument = z
  .object({
    version: z.string().describe('The version of the data.'),
    updatedAt: z.iso.datetime().describe('The day as of which the data holds.'),
    countries: z.record(z.string(), CompactCountry).describe('Countries by alpha-2 code of ISO 3166-1.'),
    subdivisionCodes: z
      .record(z.string(), z.string())
      .describe('By country: the codes of ISO 3166-2 without the country, separated by spaces.'),
    subdivisionNames: z
      .record(z.string(), z.string())
      .describe('By country: the names in the order of the codes, separated by `|`.'),
    currencies: z.record(z.string(), CompactCurrency).describe('Currencies by code of ISO 4217.'),
    languages: z
      .record(
        z.string(),
        z
          .object({ name: z.string().describe('In English.'), endonym: z.string().describe('In the language itself.') })
          .meta({ id: 'CompactLanguage', description: 'The names of a language.' }),
      )
      .describe('Languages by code of ISO 639-1.'),
    locales: z
      .record(z.string(), z.record(z.string(), z.string()))
      .describe(
        'By language, then by country: the name of the country in that language, empty where it is the display name. The locale `de-AT` is `locales.de.AT`.',
      ),
    geopoliticalEntities: z
      .record(
        z.string(),
        z
          .object({
            name: z.string().describe('The name, in English.'),
            type: z.string().describe('The type.'),
            countries: z.array(z.string()).describe('Its countries.'),
          })
          .meta({ id: 'CompactGeopoliticalEntity', description: 'A geopolitical entity in the compact document.' }),
      )
      .describe('Geopolitical entities by code.'),
  })
  .meta({ id: 'ReferenceDocument', description: 'All reference data in a compact form.' });
