import type { CommandResult } from '@waybill/kernel';

/** What is answered to somebody whose command was carried out, as commands answer. */
export const outcomeAnswer = <More extends object>({ id, version, replayed }: CommandResult, more: More) => ({
  body: { organizationId: id, version, ...more },
  headers: { etag: `"${version}"`, ...(replayed && { 'idempotent-replayed': 'true' }) } as Record<string, string>,
});
