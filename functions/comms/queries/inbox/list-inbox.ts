import { bool, page, query, z } from '@waybill/kernel';
import { members } from '#events/organizations';
import { type Content, contents, recordId } from '../../domain/content.ts';
import { InboxFields } from '../../domain/inbox/inbox-fields.ts';
import { inboxFrom, readAtOf, unreadFrom } from '../../domain/inbox/inbox-times.ts';
import { mayReadInbox, mayReadInboxRefuses } from '../../domain/inbox/may-read-inbox.ts';
import { readMarkId, readMarks } from '../../domain/inbox/read-mark.ts';
import { inboxRow } from '../../projections/inbox-row.ts';

/** A page of whole texts could have 25 MB. */
const excerptCharacters = 200;
/** Further ones are not counted, so that the count stays cheap. */
const countedAtMost = 100;

const InboxItem = InboxFields.extend({
  excerpt: z.string().describe('The first 200 characters of the plain text.'),
}).meta({ id: 'InboxItem', description: 'A notification to the caller, with the beginning of its text.' });

export const listInbox = query({
  summary: 'List the inbox',
  description:
    'The caller’s own notifications in the organization, of the last 90 days, newest first. Sensitive ones are not among them: they are sent by e-mail only.',
  route: 'GET /inbox',
  role: 'auditor',
  standing: 'current',
  input: z.strictObject({ unread: bool().optional().describe('`true`: only unread ones.'), ...page }),
  example: { unread: 'true', limit: '10' },
  output: z.object({
    items: z.array(InboxItem).describe('The notifications of the page.'),
    unread: z.int().max(countedAtMost).describe('How many are unread; 100 if there are more.'),
    nextCursor: z.string().optional().describe('The next page begins here; absent on the last page.'),
    asOf: z.iso.datetime().describe('When the list was read.'),
  }),
  refuses: mayReadInboxRefuses,
  reads: { inbox: inboxRow, contents, readMarks, organization: members },

  answer: async ({ unread = false, limit, cursor }, { inbox, contents, ...reads }, { caller, now }) => {
    const { orgId, userId } = caller;
    const no = mayReadInbox(await reads.organization.state(orgId), caller);
    if (no) return no;
    const mark = (await reads.readMarks.get(readMarkId(orgId, userId)))?.data;
    const sinceMark = { by: userId, from: unreadFrom(now, mark) };
    const found = new Map<string, Content>();
    const [{ items, ...rest }, { keys }] = await Promise.all([
      inbox.list(unread ? 'unread' : 'all', {
        ...(unread ? sinceMark : { by: userId, from: inboxFrom(now) }),
        descending: true,
        whereAlso: async ({ notificationId }) => {
          const content = (await contents.get(recordId(orgId, notificationId)))?.data;
          if (content) found.set(notificationId, content);
          return content !== undefined;
        },
        limit,
        cursor,
        filters: { userId, unread },
      }),
      inbox.keys('unread', { ...sinceMark, most: countedAtMost }),
    ]);
    const shown = items.map(({ userId: _, ...row }) => {
      const { title, text } = found.get(row.notificationId)!;
      const excerpt = [...text].slice(0, excerptCharacters).join('');
      return { ...row, readAt: readAtOf({ userId, ...row }, mark), title, excerpt };
    });
    return { items: shown, unread: keys.length, ...rest };
  },
});
