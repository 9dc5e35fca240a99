import data from './data/reference-data.json' with { type: 'json' };

/** A country, without what follows from other parts of the document. */
export interface CompactCountry {
  readonly alpha3: string;
  readonly numeric: string;
  readonly displayName: string;
  /** Absent where it is the display name. */
  readonly officialName?: string;
  /** Digits without a plus sign. */
  readonly phoneNumberPrefix?: string;
  readonly sovereign?: string;
  /** The language of its primary locale. */
  readonly primaryLanguage?: string;
  /** Legal tender; the first is the primary one. */
  readonly currencies: readonly string[];
}

export interface CompactCurrency {
  readonly numeric: string;
  readonly displayName: string;
  /** Absent where it is 2. */
  readonly decimalPlaces?: number;
  /** Absent where it is the code. */
  readonly symbol?: string;
}

/** The reference data as clients download it: each fact once, by natural codes. */
export interface ReferenceDocument {
  readonly version: string;
  readonly updatedAt: string;
  readonly countries: Readonly<Record<string, CompactCountry>>;
  /** By country: the codes after `AT-`, separated by spaces. */
  readonly subdivisionCodes: Readonly<Record<string, string>>;
  /** By country: the names in the order of the codes, separated by `|`. */
  readonly subdivisionNames: Readonly<Record<string, string>>;
  readonly currencies: Readonly<Record<string, CompactCurrency>>;
  readonly languages: Readonly<Record<string, { readonly name: string; readonly endonym: string }>>;
  /** By language, then by country: the country's name in that language; empty where it is the display name. */
  readonly locales: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly geopoliticalEntities: Readonly<
    Record<string, { readonly name: string; readonly type: string; readonly countries: readonly string[] }>
  >;
}

export const referenceDocument = data as unknown as ReferenceDocument;
