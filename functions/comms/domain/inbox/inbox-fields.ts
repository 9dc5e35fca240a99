import { z } from '@waybill/kernel';
import { InboxRow } from '../../projections/inbox-row.ts';

/** What items of the list and a single notification have in common. */
export const InboxFields = InboxRow.omit({ userId: true }).extend({ title: z.string().describe('The title.') });
