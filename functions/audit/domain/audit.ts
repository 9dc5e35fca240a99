import { log, z } from '@waybill/kernel';

/** An entry of the audit log of an organization: who did what and when. */
export const AuditRow = z
  .object({
    id: z.string().describe('The event.'),
    at: z.iso.datetime().describe('When it was.'),
    by: z.string().describe('Who did it: a user, an API key, or a part of the system.'),
    impersonatedBy: z.string().optional().describe('Who acted as that user.'),
    type: z.string().describe('The type of the event.'),
    context: z.string().describe('Which part of the system it happened in.'),
    aggregate: z.string().describe('The type of the aggregate that it happened to.'),
    aggregateId: z.string().describe('The id of that aggregate.'),
    version: z.number().int().describe('Its version after this.'),
    correlation: z.string().describe('The `X-Correlation-Id` of the request.'),
  })
  .meta({ id: 'AuditEntry', description: 'An event of the organization.' });
export type AuditRow = z.infer<typeof AuditRow>;

/**
 * An entry for each event, ordered by time. The subject is the organization and the month, so that none grows without
 * limit.
 */
export const audit = log('audit', 'audit');

export const auditKeptDays = 400;
const dayMs = 86_400_000;

/** `2026-05` */
export const monthOf = (at: string): string => at.slice(0, 7);

export const monthBefore = (month: string): string => {
  const date = new Date(`${month}-01T00:00:00.000Z`);
  date.setUTCMonth(date.getUTCMonth() - 1);
  return monthOf(date.toISOString());
};

export const auditSubject = (orgId: string, month: string): string => `${orgId}:${month}`;
export const auditSort = ({ at, id }: Pick<AuditRow, 'at' | 'id'>): string => `${at}#${id}`;

/** Seconds until an entry of that time expires; 0 or less if it is too old. */
export const auditSeconds = (at: string, now: Date): number =>
  Math.ceil((Date.parse(at) + auditKeptDays * dayMs - now.getTime()) / 1000);

/** There is no entry before this time. */
export const auditBegins = (now: string): string => new Date(Date.parse(now) - auditKeptDays * dayMs).toISOString();

/** There is no entry after this time: the clocks of two machines differ by less than a day. */
export const auditEnds = (now: string): string => new Date(Date.parse(now) + dayMs).toISOString();
