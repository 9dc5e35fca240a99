import { newId } from '@waybill/kernel';
import { expect, test } from 'vitest';
import { DeliveryStatusChanged } from '#events/deliveries';
import { contents } from '#functions/comms/domain/content';
import * as comms from '#functions/comms/manifest';
import { localServer } from '../../channels/support/local-server.ts';
import { queueEvent } from '../../identity/support/people.ts';
import { acme, anAcme, happened } from './support/acme.ts';

const failed = () => happened(DeliveryStatusChanged({ from: 'InTransit', to: 'Failed', reason: 'x' }));

/** A webhook whose server has answered 410. */
const aGoneWebhook = async () => {
  const { url } = await localServer((_, response) => void response.writeHead(410).end());
  const it = await anAcme();
  const { webhookId } = await it.create(`${url}/secret-path`);
  await it.publish(failed());
  await it.workFor(0);
  const disabled = it.appended.at(-1)!;
  const notify = (times = 1) => comms.notifyOfDisabledWebhook.with(it.platform)(queueEvent(disabled, times) as any);
  const notices = () => it.appended.filter(({ type }) => type === 'NotificationRequested');
  return { ...it, webhookId, disabled, notify, notices, host: new URL(url).host };
};

test('the owners get one notification when a webhook was disabled by its server', async () => {
  const { notify, notices, platform, host } = await aGoneWebhook();
  expect(await notify(2)).toEqual({ batchItemFailures: [] });
  await notify();
  expect(notices().map(({ data }) => data)).toMatchObject([{ userId: newId('olga'), sensitive: false }]);
  const { id } = notices()[0]!.stream;
  const content = JSON.stringify((await platform.records.get(contents, `${acme} ${id}`))?.data ?? {});
  expect(content).toContain(host);
  expect(content).toContain('410');
  expect(content).not.toContain('secret-path');
});

test('nobody is notified of a webhook that an owner disabled, or enabled again in the meantime', async () => {
  const { notify, notices, asked, webhookId, appended, platform } = await aGoneWebhook();
  const path = { webhookId };
  await asked(comms.changeWebhook, { path, body: { enabled: true } });
  await notify();
  await asked(comms.changeWebhook, { path, body: { enabled: false } });
  await comms.notifyOfDisabledWebhook.with(platform)(queueEvent(appended.at(-1)!) as any);
  expect(notices()).toEqual([]);
});
