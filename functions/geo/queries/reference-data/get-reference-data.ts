import { referenceDocument } from '@waybill/geo';
import { query, z } from '@waybill/kernel';
import { ReferenceDocument } from '../../reference-data/compact.ts';
import { freshFor, referenceReads } from '../../reference-data/limits.ts';

export const getReferenceData = query({
  summary: 'Get all reference data',
  description:
    'Countries, subdivisions, currencies, languages, locales and geopolitical entities in one compact document: under 60 KB with `Accept-Encoding: gzip`. Keep it, and ask again with `If-None-Match`.',
  route: 'GET /geo/reference-data',
  role: 'anyone',
  limits: [referenceReads],
  input: z.strictObject({}),
  output: ReferenceDocument,
  reads: {},
  freshFor,
  isPublic: true,
  isConstant: true,

  answer: async () => referenceDocument as z.input<typeof ReferenceDocument>,
});
