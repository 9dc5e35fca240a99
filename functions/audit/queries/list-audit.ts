import { page, pageOf, query, text, time, z } from '@waybill/kernel';
import {
  AuditRow,
  audit,
  auditBegins,
  auditEnds,
  auditSort,
  auditSubject,
  monthBefore,
  monthOf,
} from '../domain/audit.ts';

/** A page with filters may be short after this many rows were read. */
const rowsReadAtMost = 2_000;
const rowsAtOnce = 200;

export const listAudit = query({
  summary: 'List the audit log',
  description:
    'Who did what in the organization, newest first, in the last 400 days. With filters a page may have fewer items than `limit`. More follow while there is a `nextCursor`.',
  route: 'GET /audit',
  role: 'officer',
  input: z.strictObject({
    actor: text(128).optional().describe('Only events of this user or API key.'),
    type: text(100).optional().describe('Only events of this type.'),
    from: time().optional().describe('Only events at or after this time.'),
    to: time().optional().describe('Only events before this time.'),
    ...page,
  }),
  example: { type: 'DeliveryCreated' },
  output: pageOf(AuditRow),
  reads: { rows: audit },

  answer: async ({ limit, cursor, ...filters }, { rows }, { caller: { orgId }, now, cursors }) => {
    const { actor, type, from = '', to } = filters;
    const question = `${orgId} audit ${JSON.stringify(filters)}`;
    const begins = auditBegins(now);
    const since = from > begins ? from : begins;
    const suits = (row: AuditRow) => (!actor || row.by === actor) && (!type || row.type === type);

    const items: AuditRow[] = [];
    const found = async (next?: string) => ({
      items,
      ...(next && { nextCursor: await cursors.encode(next, question) }),
      asOf: now,
    });
    let before = cursor === undefined ? to : await cursors.decode(cursor, question);
    let read = 0;
    for (let month = monthOf(earlier(before, auditEnds(now))); month >= monthOf(since); ) {
      const some = await rows(auditSubject(orgId, month), rowsAtOnce, { from: since, before });
      for (const { data } of some) {
        if (suits(data)) {
          if (items.length === limit) return found(auditSort(items.at(-1)!));
          items.push(data);
        }
        before = auditSort(data);
      }
      read += some.length;
      if (some.length < rowsAtOnce) month = monthBefore(month);
      else if (read >= rowsReadAtMost) return found(before);
    }
    return found();
  },
});

const earlier = (a: string | undefined, b: string): string => (a !== undefined && a < b ? a : b);
