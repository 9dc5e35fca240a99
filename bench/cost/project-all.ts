import { projector, publisher, type RecordedEvent } from '@waybill/kernel';
import type { Platform } from '@waybill/kernel/platform';
import { itemOf } from '@waybill/kernel/storage/aws/items/event-items';
import * as contexts from '#functions/contexts';

/** Passes events to both stream readers: rows, indexes and counters, and the audit. */
export const projectAll = async (platform: Platform, events: readonly RecordedEvent[]): Promise<void> => {
  const batch: any = {
    Records: events.map((event) => {
      const { pk, sk, ...rest } = itemOf(event);
      return {
        eventName: 'INSERT',
        dynamodb: { Keys: { pk, sk }, SequenceNumber: `${event.version}`, NewImage: { pk, sk, ...rest } },
      };
    }),
  };
  const failed = [
    await projector(contexts as any).with(platform)(batch),
    await publisher(contexts as any).with(platform)(batch),
  ].flatMap(({ batchItemFailures }) => batchItemFailures);
  if (failed.length) throw new Error(`${failed.length} records were not projected`);
};
