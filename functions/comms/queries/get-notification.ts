import { id, query, versioned, z } from '@waybill/kernel';
import { ChannelStatus, channelNames } from '#events/comms';
import { exampleIds } from '#events/examples';
import { contents, recordId } from '../domain/content.ts';
import { attempts } from '../domain/engine/attempts.ts';
import { channelsIn, dispatches } from '../domain/engine/dispatch.ts';
import { NotificationRow, notificationRow } from '../projections/notification-row.ts';

const ChannelName = z.enum(channelNames);

const NotificationAnswer = NotificationRow.omit({ email: true, sms: true })
  .extend({
    title: z.string().nullable().describe('The title; `null` when it is not kept, or sensitive.'),
    markdown: z.string().nullable().describe('The body; `null` when it is not kept, or sensitive.'),
    channels: z
      .array(
        z.object({
          channel: ChannelName.describe('The channel.'),
          status: ChannelStatus,
          address: z.string().describe('A part of the address.'),
          attempts: z.int().describe('How many attempts there were.'),
          nextAttemptAt: z.iso.datetime().nullable().describe('When it is tried again.'),
        }),
      )
      .describe('Its channels; none before they are chosen.'),
    attempts: z
      .array(
        z.object({
          channel: ChannelName.describe('The channel.'),
          number: z.int().describe('1, 2, 3 … for each channel.'),
          at: z.iso.datetime().describe('When it ended.'),
          outcome: z
            .enum(['sent', 'refused', 'unavailable', 'interrupted'])
            .describe(
              'What the provider answered: it has taken it, refused it for good, or could not take it now. `interrupted`: the answer was lost.',
            ),
          reason: z.string().nullable().describe('What the provider said, without addresses and content.'),
          providerMessageId: z.string().nullable().describe('The id that the provider gave it.'),
        }),
      )
      .describe('The attempts of the last 365 days, by channel; at most 100.'),
  })
  .meta({ id: 'Notification', description: 'A notification and what became of it.' });

const attemptsAtMost = 100;

export const getNotification = query({
  summary: 'Get a notification',
  description: 'With the state of each channel and the attempts.',
  route: 'GET /notifications/{notificationId}',
  role: 'officer',
  of: 'notification',
  input: z.strictObject({ notificationId: id().describe('The notification.') }),
  example: { notificationId: exampleIds.notification },
  output: versioned(NotificationAnswer),
  reads: { notifications: notificationRow, contents, dispatches, attempts },

  answer: async ({ notificationId }, reads, { caller: { orgId } }) => {
    const found = await reads.notifications.get(notificationId);
    if (!found) return undefined;
    const { email, sms, ...row } = found;
    const recordOf = recordId(orgId, notificationId);
    const content = row.sensitive ? undefined : (await reads.contents.get(recordOf))?.data;
    const dispatch = (await reads.dispatches.get(recordOf))?.data;
    const tried = await reads.attempts.findBy('of', recordOf, { limit: attemptsAtMost });
    return {
      ...row,
      title: content?.title ?? null,
      markdown: content?.markdown ?? null,
      channels: channelsIn(dispatch ?? { channels: {} }).map(([channel, state]) => ({
        channel,
        status: state.status,
        address: state.hint,
        attempts: state.attempts,
        nextAttemptAt: (state.status === 'Pending' && state.notBefore) || null,
      })),
      attempts: tried.map(({ data: { channel, number, at, outcome, reason, providerMessageId } }) => ({
        channel,
        number,
        at,
        outcome,
        reason: reason ?? null,
        providerMessageId: providerMessageId ?? null,
      })),
    };
  },
});
