import { newId, type Platform, type RecordedEvent } from '@waybill/kernel';
import { comms } from '#functions/contexts';
import { projectAll } from '../cost/project-all.ts';

/** The platform with what happens after a commit: the stream readers, the reactions of all events, and the deliveries. */
export const followed = (platform: Platform) => {
  const events: RecordedEvent[] = [];
  const queued: object[] = [];
  const system: Platform = {
    ...platform,
    events: {
      ...platform.events,
      commit: async (parts) => {
        await platform.events.commit(parts);
        events.push(...(parts.appends ?? []));
      },
    },
    queue: { send: async (_, message) => void queued.push(message) },
  };
  const settle = async () => {
    for (let rounds = 0; events.length || queued.length; rounds++) {
      if (rounds > 10) throw new Error('a message is tried again: its provider did not take it');
      const some = events.splice(0);
      if (some.length) await projectAll(system, some);
      for (const event of some) {
        await works(comms.queueWebhooks.with(system), published(event));
        if (event.type === 'NotificationRequested') await works(comms.startDelivering.with(system), published(event));
      }
      for (const message of queued.splice(0)) await works(comms.deliver.with(system), message);
    }
  };
  return { system, settle };
};

/** A message to a reaction. */
export const published = ({ stream, inputHash: _, ...event }: RecordedEvent) => {
  const { id: aggregateId, ...of } = stream;
  return { detail: { ...event, ...of, aggregateId } };
};

/** Gives one message to a function. */
export const works = async (handler: (event: any) => Promise<any>, body: object) => {
  const { batchItemFailures } = await handler({ Records: [{ messageId: newId(), body: JSON.stringify(body) }] });
  if (batchItemFailures.length) throw new Error('a message failed');
};
