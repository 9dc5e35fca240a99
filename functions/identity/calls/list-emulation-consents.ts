import { call, page, pageOf, wholeNumber, z } from '@waybill/kernel';
import { ConsentAnswer, consentAnswer } from '../consent-answer.ts';
import { type Consent, consents, isActive } from '../consents.ts';
import { isStaff } from '../is-staff.ts';
import { pageFrom } from '../page-from.ts';
import { orgTypeNotAllowed } from '../problems.ts';

const sides = { given: 'orgId', received: 'toOrgId' } as const;

const readAtMost = 1_000;

export const listEmulationConsents = call({
  summary: 'Who may look at us now, newest first; for the staff also at whom they may look',
  route: 'GET /emulation-consents',
  role: 'auditor',
  input: z.strictObject({
    direction: z.enum(['given', 'received']).default('given').meta({ default: 'given' }),
    limit: wholeNumber(1, 100).default(50).meta({ default: 50 }),
    cursor: page.cursor,
  }),
  /** Not complete where more organisations let look than are looked through. */
  output: pageOf(ConsentAnswer).extend({ complete: z.boolean() }),
  refuses: [orgTypeNotAllowed],
  reaches: [{ to: 'consult', register: consents }],
  answer:
    ({ registers, clock, cursors }) =>
    async ({ input: { direction, limit, cursor }, caller: { orgId, orgType } }) => {
      if (direction === 'received' && !isStaff(orgType)) return orgTypeNotAllowed({ orgType });
      const now = clock();
      const found = await registers.under(consents, sides[direction], orgId, { limit: readAtMost });
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
