import { endpoint, page, pageOf, wholeNumber, z } from '@waybill/kernel';
import { ConsentAnswer, consentAnswer } from '../consent-answer.ts';
import { type Consent, consents, isActive } from '../consents.ts';
import { isStaff } from '../is-staff.ts';
import { pageFrom } from '../page-from.ts';
import { orgTypeNotAllowed } from '../problems.ts';

const sides = { given: 'orgId', received: 'toOrgId' } as const;

const readAtMost = 1_000;

export const listEmulationConsents = endpoint({
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
    complete: z.boolean().describe('False where there are more than are looked through.'),
  }),
  refuses: [orgTypeNotAllowed],
  reaches: [{ to: 'consult', register: consents }],
  answer:
    ({ records, clock, cursors }) =>
    async ({ input: { direction, limit, cursor }, caller: { orgId, orgType } }) => {
      if (direction === 'received' && !isStaff(orgType)) return orgTypeNotAllowed({ orgType });
      const now = clock();
      const found = await records.findBy(consents, sides[direction], orgId, { limit: readAtMost });
      const active = found.map(({ data }) => data).filter((consent) => isActive(consent, now));
      const newest = active.toSorted((a, b) => (positionOf(a) < positionOf(b) ? 1 : -1));
      const question = `${orgId} emulation-consents ${direction}`;
      const asked = { question, limit, cursor, descending: true };
      const { items, nextCursor } = await pageFrom(cursors, newest, positionOf, asked);
      return {
        body: {
          items: items.map(consentAnswer),
          complete: found.length < readAtMost,
          ...(nextCursor && { nextCursor }),
          asOf: now.toISOString(),
        },
      };
    },
});

const positionOf = ({ grantedAt, orgId, toOrgId }: Consent) => `${grantedAt}#${orgId}#${toOrgId}`;
