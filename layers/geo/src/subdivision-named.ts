import { referenceDocument } from './document.ts';

const { subdivisionCodes, subdivisionNames } = referenceDocument;

/** The ISO 3166-2 code of the country's subdivision with that name, whatever its upper and lower case and accents. */
export const subdivisionNamed = (country: string, name: string): string | undefined => {
  if (!Object.hasOwn(subdivisionNames, country)) return undefined;
  const wanted = plain(name);
  const index = subdivisionNames[country]!.split('|').findIndex((known) => plain(known) === wanted);
  return index < 0 ? undefined : `${country}-${subdivisionCodes[country]!.split(' ')[index]}`;
};

const plain = (name: string) => name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();
