import { orgTypeNotAllowed, page, pageFrom, pageOf, query, wholeNumber, z } from '@waybill/kernel';
import { isStaff } from '#events/organizations';
import { ConsentAnswer, consentAnswer } from '../domain/acting/consent-answer.ts';
import { type Consent, consents, isActive } from '../domain/acting/consents.ts';

const sides = { given: 'orgId', received: 'toOrgId' } as const;

const readAtMost = 1_000;

export const listEmulationConsents = query({
  summary: 'List consents',
  description:
    'Consents that are active now, newest first: those that the organization has given or, for organizations of staff, received.',
  route: 'GET /emulation-consents',
  role: 'auditor',
  input: z.strictObject({
    direction: z
      .enum(['given', 'received'])
      .default('given')
      .meta({ default: 'given', description: 'Those that the organization has given, or those that it has received.' }),
    limit: wholeNumber(1, 100).default(50).meta({ default: 50, description: 'How many items a page has at most.' }),
    cursor: page.cursor,
  }),
  example: { direction: 'given' },
  output: pageOf(ConsentAnswer).extend({
    complete: z.boolean().describe('False if there are more than the query reads.'),
  }),
  refuses: [orgTypeNotAllowed],
  reads: { consents },

  answer: async ({ direction, limit, cursor }, { consents }, { caller: { orgId, orgType }, cursors, now }) => {
    if (direction === 'received' && !isStaff(orgType)) return orgTypeNotAllowed({ orgType });
    const found = await consents.findBy(sides[direction], orgId, { limit: readAtMost });
    const active = found.map(({ data }) => data).filter((consent) => isActive(consent, now));
    const newest = active.toSorted((a, b) => (positionOf(a) < positionOf(b) ? 1 : -1));
    const question = `${orgId} emulation-consents ${direction}`;
    const shown = await pageFrom(cursors, newest, positionOf, { question, limit, cursor, descending: true });
    return { ...shown, items: shown.items.map(consentAnswer), complete: found.length < readAtMost, asOf: now };
  },
});

const positionOf = ({ grantedAt, orgId, toOrgId }: Consent) => `${grantedAt}#${orgId}#${toOrgId}`;
