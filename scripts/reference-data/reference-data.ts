import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { ReferenceDocument } from '@waybill/geo';
import currencyCodes from 'currency-codes';
import iso639 from 'iso-639-1';
import { iso31661, iso31662 } from 'iso-3166';
import { getCountries, getCountryCallingCode, isSupportedCountry } from 'libphonenumber-js';
import { geopoliticalEntities } from './geopolitical-entities.ts';
import { sovereigns } from './sovereigns.ts';

const require = createRequire(import.meta.url);
const supplemental = (name: string) => require(`cldr-core/supplemental/${name}.json`).supplemental[name];
const names = join(dirname(require.resolve('cldr-localenames-full/package.json')), 'main');
const fileOf = (locale: string, kind: string) => join(names, locale, `${kind}.json`);
/** Names of languages or territories in a locale; CLDR has none for some, and not both for others. */
const namesIn = (locale: string, kind: 'languages' | 'territories'): Readonly<Record<string, string>> =>
  existsSync(fileOf(locale, kind)) ? (require(fileOf(locale, kind)).main[locale].localeDisplayNames[kind] ?? {}) : {};
const hasNames = (locale: string) => existsSync(fileOf(locale, 'languages'));
const english = { languages: namesIn('en', 'languages'), territories: namesIn('en', 'territories') };

/** Kosovo has no entry in ISO 3166-1; these codes are user-assigned, and widely used. */
const kosovo = { alpha2: 'XK', alpha3: 'XKX', numeric: '383', name: 'Kosovo' };

/** The currencies that are legal tender on the day, and ISO 4217's codes for funds, metals and tests. */
const currenciesOn = (day: string) => {
  const { region, fractions } = supplemental('currencyData');
  const numbers = supplemental('codeMappings');
  const names = require('cldr-numbers-full/main/en/currencies.json').main.en.numbers.currencies;
  const tenderIn = Object.fromEntries(
    Object.entries<Record<string, any>[]>(region).map(([country, uses]) => [
      country,
      uses
        .flatMap((use) => Object.entries(use))
        .filter(([, { _from, _to, _tender }]) => _from && _from <= day && (!_to || _to > day) && _tender !== 'false')
        .map(([code]) => code),
    ]),
  );
  const special = currencyCodes.codes().filter((code) => /^X(?!AF|CD|CG|OF|PF)/.test(code) || fundCodes.has(code));
  const numberOf = (code: string): string | undefined => newerNumbers[code] ?? numbers[code]?._numeric;
  // Some legal tender is not in ISO 4217, like the pounds of Guernsey and Jersey.
  const all = new Set([...Object.values(tenderIn).flat(), ...special].filter(numberOf));
  const currencies = [...all].toSorted().map((code) => {
    const { _digits = fractions.DEFAULT._digits } = fractions[code] ?? {};
    const { displayName, 'symbol-alt-narrow': narrow, symbol = narrow } = names[code];
    const numeric = String(numberOf(code)).padStart(3, '0');
    const decimalPlaces = Number(_digits);
    const sign = narrow ?? symbol ?? code;
    return [
      code,
      { numeric, displayName, ...(decimalPlaces !== 2 && { decimalPlaces }), ...(sign !== code && { symbol: sign }) },
    ] as const;
  });
  return { currencies: new Map(currencies), tenderIn };
};
/** Codes that are newer than CLDR's table of numbers. Source: ISO 4217, amendments 161, 172 and 176. */
const newerNumbers: Readonly<Record<string, string>> = { BYN: '933', SLE: '925', XCG: '532' };
const fundCodes = new Set(['BOV', 'CHE', 'CHW', 'CLF', 'COU', 'MXV', 'USN', 'UYI', 'UYW']);

/** The name of a language in itself: CLDR's, which its locales begin with, or that of ISO 639. */
const endonymOf = (code: string): string => namesIn(code, 'languages')[code] ?? iso639.getNativeName(code);

/** CLDR's locales of a language in a country, without a script (`de-AT`), with the country's name in the language. */
const localesIn = (countries: ReadonlySet<string>, languages: ReadonlySet<string>) => {
  const available: string[] = require('cldr-core/availableLocales.json').availableLocales.full;
  const likely = supplemental('likelySubtags');
  const regional = new Set<string>();
  for (const tag of available) {
    const [language = '', second, third] = tag.split('-');
    const country =
      [second, third].find((part) => part?.length === 2) ?? (second ? undefined : likely[language]?.split('-')[2]);
    if (country && languages.has(language) && countries.has(country)) regional.add(`${language}-${country}`);
  }
  return [...regional].toSorted().map((tag) => {
    const [language, country] = tag.split('-') as [string, string];
    const display = [tag, language, 'en'].find(hasNames)!;
    const countryName = namesIn(display, 'territories')[country] ?? english.territories[country]!;
    return { language, country, countryName };
  });
};

/** The official language of a country that most of its people speak. */
const mainLanguage = (country: string): string | undefined => {
  const { languagePopulation = {} } = supplemental('territoryInfo')[country] ?? {};
  return Object.entries<Record<string, string>>(languagePopulation)
    .filter(([, { _officialStatus }]) => _officialStatus?.includes('official'))
    .toSorted(([, a], [, b]) => Number(b._populationPercent) - Number(a._populationPercent))[0]?.[0];
};

/** The countries in `AT @EU -CH`: codes, groups of CLDR, and exceptions. */
const membersOf = (members: string, countries: ReadonlySet<string>): string[] => {
  const groups = supplemental('territoryContainment');
  const within = (code: string): string[] =>
    countries.has(code) ? [code] : (groups[code]?._contains ?? []).flatMap(within);
  const parts = members.split(' ');
  const left = new Set(parts.filter((part) => part.startsWith('-')).map((part) => part.slice(1)));
  const all = parts
    .filter((part) => !part.startsWith('-'))
    .flatMap((part) => (part.startsWith('@') ? (groups[part.slice(1)]._contains as string[]).flatMap(within) : [part]));
  return [...new Set(all)].filter((code) => !left.has(code)).toSorted();
};

/** Each entry in an object by its code. */
const byCode = <Entry>(entries: Iterable<readonly [string, Entry]>) => Object.fromEntries(entries);

const subdivisionsIn = (known: ReadonlySet<string>) => {
  const all = iso31662
    .filter(({ parent }) => known.has(parent.slice(0, 2)))
    .toSorted((a, b) => (a.code < b.code ? -1 : 1));
  const countries = [...Map.groupBy(all, ({ code }) => code.slice(0, 2))];
  return {
    subdivisionCodes: byCode(
      countries.map(([country, all]) => [country, all.map(({ code }) => code.slice(3)).join(' ')]),
    ),
    subdivisionNames: byCode(countries.map(([country, all]) => [country, all.map(({ name }) => name).join('|')])),
  };
};

/** The reference data in its compact form, from the packages in `package.json`. */
export const referenceData = (version: string, day: string): ReferenceDocument => {
  const codes = [...iso31661, kosovo].toSorted((a, b) => (a.alpha2 < b.alpha2 ? -1 : 1));
  const known = new Set(codes.map(({ alpha2 }) => alpha2));
  const languages = iso639
    .getAllCodes()
    .toSorted()
    .map((code) => [code, { name: iso639.getName(code), endonym: endonymOf(code) }] as const);
  const locales = localesIn(known, new Set(languages.map(([code]) => code)));
  const tags = new Set(locales.map(({ language, country }) => `${language}-${country}`));
  const { currencies, tenderIn } = currenciesOn(day);
  const sovereignOf = new Map(Object.entries(sovereigns).flatMap(([of, all]) => all.map((one) => [one, of] as const)));
  const calling = new Set<string>(getCountries());
  const countries = codes.map(({ alpha2, alpha3, numeric, name }) => {
    const displayName = english.territories[alpha2] ?? name;
    const [language, sovereign] = [mainLanguage(alpha2), sovereignOf.get(alpha2)];
    return [
      alpha2,
      {
        alpha3,
        numeric,
        displayName,
        ...(name !== displayName && { officialName: name }),
        ...(calling.has(alpha2) && isSupportedCountry(alpha2) && { phoneNumberPrefix: getCountryCallingCode(alpha2) }),
        ...(sovereign && { sovereign }),
        ...(tags.has(`${language}-${alpha2}`) && { primaryLanguage: language }),
        currencies: (tenderIn[alpha2] ?? []).filter((code) => currencies.has(code)),
      },
    ] as const;
  });
  return {
    version,
    updatedAt: `${day}T00:00:00.000Z`,
    countries: byCode(countries),
    ...subdivisionsIn(known),
    currencies: byCode(currencies),
    languages: byCode(languages),
    locales: byCode(
      [...Map.groupBy(locales, ({ language }) => language)].map(([language, all]) => [
        language,
        byCode(
          all.map(({ country, countryName }) => [
            country,
            countryName === english.territories[country] ? '' : countryName,
          ]),
        ),
      ]),
    ),
    geopoliticalEntities: byCode(
      Object.entries(geopoliticalEntities).map(([code, { name, type, members }]) => [
        code,
        { name, type, countries: membersOf(members, known) },
      ]),
    ),
  };
};
