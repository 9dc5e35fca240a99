import { referenceEntries } from '@waybill/geo';
import { query, text, z } from '@waybill/kernel';
import { entryAnswer, ReferenceEntry, ReferenceKind } from '../../reference-data/entries.ts';
import { freshFor, referenceReads } from '../../reference-data/limits.ts';

export const getReferenceEntry = query({
  summary: 'Get an entry of the reference data',
  description: 'One entry with all of its fields.',
  route: 'GET /geo/reference-data/{kind}/{code}',
  role: 'anyone',
  limits: [referenceReads],
  of: 'reference-entry',
  input: z.strictObject({
    kind: ReferenceKind.describe('The kind.'),
    code: text(64).describe('The code: `AT`, `AT-9`, `EUR`, `de`, `de-AT`.'),
  }),
  example: { kind: 'countries', code: 'AT' },
  output: ReferenceEntry,
  reads: {},
  freshFor,
  isPublic: true,

  answer: async ({ kind, code }) => {
    const entry = referenceEntries()[kind].get(code);
    return entry && entryAnswer(kind, entry);
  },
});
