import { referenceDocument, referenceEntries } from '@waybill/geo';
import { isCountry } from '@waybill/geo/codes';
import { query, z } from '@waybill/kernel';
import { entryAnswer, ReferenceEntry, ReferenceKind } from '../../reference-data/entries.ts';
import { freshFor, referenceReads } from '../../reference-data/limits.ts';

export const listReferenceData = query({
  summary: 'List the reference data of a kind',
  description: 'All entries of a kind with all of their fields, in one answer. `country` selects those of one country.',
  route: 'GET /geo/reference-data/{kind}',
  role: 'anyone',
  limits: [referenceReads],
  input: z.strictObject({
    kind: ReferenceKind.describe('The kind.'),
    country: z
      .string()
      .refine(isCountry, 'must be the alpha-2 code of a country, like AT')
      .meta({ pattern: '^[A-Z]{2}$' })
      .optional()
      .describe('Only entries of this country.'),
  }),
  example: { kind: 'subdivisions', country: 'AT' },
  output: z
    .object({
      version: z.string().describe('The version of the data.'),
      updatedAt: z.iso.datetime().describe('The day as of which the data holds.'),
      items: z.array(ReferenceEntry).describe('The entries.'),
    })
    .meta({ id: 'ReferenceEntries', description: 'Reference data of a kind.' }),
  reads: {},
  freshFor,
  isPublic: true,
  isConstant: true,

  answer: async ({ kind, country }) => {
    const entries: readonly Entry[] = [...referenceEntries()[kind].values()];
    const { version, updatedAt } = referenceDocument;
    const items = country === undefined ? entries : entries.filter((entry) => isOf(entry, country));
    return { version, updatedAt, items: items.map((entry) => entryAnswer(kind, entry)) };
  },
});

interface Entry {
  readonly code: string;
  readonly country?: string;
  readonly countries?: readonly string[];
}

/** A country belongs to itself; a language to no country. */
const isOf = ({ code, country, countries }: Entry, wanted: string): boolean =>
  country === wanted || code === wanted || (countries?.includes(wanted) ?? false);
