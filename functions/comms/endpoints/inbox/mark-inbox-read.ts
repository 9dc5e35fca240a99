import { endpoint, time, z } from '@waybill/kernel';
import { members } from '#events/organizations';
import { contentUntil } from '../../domain/content.ts';
import { mayReadInbox, mayReadInboxRefuses } from '../../domain/inbox/may-read-inbox.ts';
import { readMarkId, readMarks } from '../../domain/inbox/read-mark.ts';

export const markInboxRead = endpoint({
  summary: 'Mark the inbox as read',
  description:
    'All of the caller’s own notifications that were requested at or before a time. What was marked as read stays read, also when the time is an earlier one than the last. A time in the future counts as now.',
  route: 'PUT /inbox/read',
  role: 'auditor',
  standing: 'current',
  input: z.strictObject({
    upTo: time().describe('Usually `requestedAt` of the newest notification that was shown.'),
  }),
  example: { upTo: '2026-05-04T08:30:00Z' },
  output: z.object({ readUpTo: z.iso.datetime().describe('The time up to which everything has been read.') }),
  reads: { organization: members },
  writes: { readMarks },
  refuses: mayReadInboxRefuses,

  answer: async ({ upTo }, { organization, readMarks }, { caller, now }) => {
    const { orgId, userId } = caller;
    const no = mayReadInbox(await organization.state(orgId), caller);
    if (no) return no;
    const id = readMarkId(orgId, userId);
    const known = (await readMarks.get(id))?.data;
    const readUpTo = upTo < now ? upTo : now;
    if (known && known.readUpTo >= readUpTo) return { body: { readUpTo: known.readUpTo } };
    await readMarks.put(id, { readUpTo, at: now }, contentUntil(readUpTo));
    return { body: { readUpTo } };
  },
});
