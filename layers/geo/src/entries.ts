import { type ReferenceDocument, referenceDocument } from './document.ts';

export interface Country {
  readonly code: string;
  readonly alpha3: string;
  readonly numeric: string;
  readonly displayName: string;
  readonly officialName: string;
  readonly phoneNumberPrefix: string | null;
  readonly sovereign: string | null;
  readonly primaryCurrency: string | null;
  readonly primaryLocale: string | null;
  readonly currencies: readonly string[];
  readonly subdivisions: readonly string[];
  readonly locales: readonly string[];
  readonly geopoliticalEntities: readonly string[];
  readonly territories: readonly string[];
}

export interface Subdivision {
  readonly code: string;
  readonly shortCode: string;
  readonly displayName: string;
  readonly officialName: string;
  readonly country: string;
}

export interface Currency {
  readonly code: string;
  readonly numeric: string;
  readonly displayName: string;
  readonly officialName: string;
  readonly decimalPlaces: number;
  readonly symbol: string;
  readonly countries: readonly string[];
}

export interface Language {
  readonly code: string;
  readonly name: string;
  readonly endonym: string;
}

export interface Locale extends Language {
  readonly language: string;
  readonly country: string;
}

export interface GeopoliticalEntity {
  readonly code: string;
  readonly name: string;
  readonly type: string;
  readonly countries: readonly string[];
}

/** Entries by code. */
export type Entries<Entry> = ReadonlyMap<string, Entry>;

export interface ReferenceEntries {
  readonly countries: Entries<Country>;
  readonly subdivisions: Entries<Subdivision>;
  readonly currencies: Entries<Currency>;
  readonly languages: Entries<Language>;
  readonly locales: Entries<Locale>;
  readonly 'geopolitical-entities': Entries<GeopoliticalEntity>;
}

export type ReferenceKind = keyof ReferenceEntries;

const byCode = <Entry extends { readonly code: string }>(entries: readonly Entry[]): Entries<Entry> =>
  new Map(entries.map((entry) => [entry.code, entry]));

/** The codes of the entries that name each value. */
const inverse = <Entry extends { readonly code: string }>(
  entries: Iterable<Entry>,
  valuesOf: (entry: Entry) => readonly string[],
): ReadonlyMap<string, readonly string[]> => {
  const found = new Map<string, string[]>();
  for (const entry of entries)
    for (const value of valuesOf(entry)) found.set(value, [...(found.get(value) ?? []), entry.code]);
  return found;
};

const subdivisionsIn = ({ subdivisionCodes, subdivisionNames }: ReferenceDocument): Subdivision[] =>
  Object.entries(subdivisionCodes).flatMap(([country, codes]) => {
    const names = subdivisionNames[country]!.split('|');
    return codes.split(' ').map((shortCode, i) => {
      const displayName = names[i]!;
      return { code: `${country}-${shortCode}`, shortCode, displayName, officialName: displayName, country };
    });
  });

const localesIn = ({ locales, languages, countries }: ReferenceDocument): Locale[] =>
  Object.entries(locales).flatMap(([language, names]) =>
    Object.entries(names).map(([country, countryName]) => {
      const [{ name, endonym }, { displayName }] = [languages[language]!, countries[country]!];
      const own = `${endonym} (${countryName || displayName})`;
      return { code: `${language}-${country}`, name: `${name} (${displayName})`, endonym: own, language, country };
    }),
  );

/** The reference data with all of its fields, by kind and by code. */
const expanded = (document: ReferenceDocument): ReferenceEntries => {
  const [subdivisions, locales] = [subdivisionsIn(document), localesIn(document)];
  const compact = Object.entries(document.countries).map(([code, country]) => ({ code, ...country }));
  const entities = Object.entries(document.geopoliticalEntities).map(([code, entity]) => ({ code, ...entity }));
  const usedIn = inverse(compact, ({ currencies }) => currencies);
  const ofCountry = {
    subdivisions: inverse(subdivisions, ({ country }) => [country]),
    locales: inverse(locales, ({ country }) => [country]),
    geopoliticalEntities: inverse(entities, ({ countries }) => countries),
    territories: inverse(compact, ({ sovereign }) => (sovereign ? [sovereign] : [])),
  };
  return {
    countries: byCode(
      compact.map(({ code, primaryLanguage, officialName, phoneNumberPrefix, sovereign, ...country }) => ({
        code,
        ...country,
        officialName: officialName ?? country.displayName,
        phoneNumberPrefix: phoneNumberPrefix ?? null,
        sovereign: sovereign ?? null,
        primaryCurrency: country.currencies[0] ?? null,
        primaryLocale: primaryLanguage ? `${primaryLanguage}-${code}` : null,
        subdivisions: ofCountry.subdivisions.get(code) ?? [],
        locales: ofCountry.locales.get(code) ?? [],
        geopoliticalEntities: ofCountry.geopoliticalEntities.get(code) ?? [],
        territories: ofCountry.territories.get(code) ?? [],
      })),
    ),
    subdivisions: byCode(subdivisions),
    currencies: byCode(
      Object.entries(document.currencies).map(([code, { decimalPlaces = 2, symbol = code, ...currency }]) => ({
        code,
        ...currency,
        officialName: currency.displayName,
        decimalPlaces,
        symbol,
        countries: usedIn.get(code) ?? [],
      })),
    ),
    languages: byCode(Object.entries(document.languages).map(([code, language]) => ({ code, ...language }))),
    locales: byCode(locales),
    'geopolitical-entities': byCode(entities),
  };
};

let known: ReferenceEntries | undefined;

/** All entries. They are made at the first use: validating an address does not need them. */
export const referenceEntries = (): ReferenceEntries => {
  known ??= expanded(referenceDocument);
  return known;
};
