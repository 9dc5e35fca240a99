import type { RecordStore } from '@waybill/kernel';
import { expect, test } from 'vitest';
import { contents } from '#functions/comms/domain/content';
import { attempts } from '#functions/comms/domain/engine/attempts';
import { dispatches } from '#functions/comms/domain/engine/dispatch';
import { purgeDeliveryHistory } from '#functions/comms/schedules/purge-delivery-history';
import { purgeMessages } from '#functions/comms/schedules/purge-messages';
import { commsInMemory, words } from './support/comms-in-memory.ts';

const dayMs = 86_400_000;

test('contents are deleted after 90 days, attempts and channels after 365, and not before', async () => {
  const comms = commsInMemory();
  const recipient = { contactId: comms.aContact('ann') };
  for (let i = 0; i < 130; i++) await comms.ask('sendNotification', { recipient, ...words });
  await comms.work();
  const left = async () =>
    Promise.all(
      ([contents, attempts, dispatches] as RecordStore[]).map(
        async (store) => (await comms.platform.records.findExpired(store, '9999', 1_000)).length,
      ),
    );
  const run = async () => {
    const [messages, history] = [
      await purgeMessages.with(comms.production)({}),
      await purgeDeliveryHistory.with(comms.production)({}),
    ];
    return [messages.affected, history.affected];
  };
  expect(await left()).toEqual([130, 260, 130]);
  comms.clock.now += 89 * dayMs;
  expect(await run()).toEqual([0, 0]);
  comms.clock.now += 2 * dayMs;
  expect(await run()).toEqual([130, 0]);
  expect(await left()).toEqual([0, 260, 130]);
  comms.clock.now += 275 * dayMs;
  expect(await run()).toEqual([0, 390]);
  expect(await left()).toEqual([0, 0, 0]);
});
