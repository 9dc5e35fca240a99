import { emailChannel, emailConfig, smsChannel, smsConfig } from '@waybill/channels';
import { expect, test } from 'vitest';
import { aMail } from './support/a-mail.ts';
import { noServices } from './support/services.ts';

test('SES and SNS send nothing for a function that does not declare them', async () => {
  const at = { region: 'eu-central-1', url: 'http://127.0.0.1:1' };
  const email = emailConfig(JSON.stringify({ provider: 'ses', from: 'mail@example.com', ...at }));
  const sms = smsConfig(JSON.stringify({ provider: 'sns', ...at }));
  const failed = { outcome: 'unavailable', reason: "The provider's client failed (Error)." };
  expect(await emailChannel(email, noServices)(aMail())).toEqual(failed);
  expect(await smsChannel(sms, noServices)({ to: '+4366412345678', text: 'Hi', idempotencyKey: '1' })).toEqual(failed);
});

test('a client that could not be opened is opened again for the next message', async () => {
  let times = 0;
  const ses = async (): Promise<never> => {
    times++;
    throw new Error('not now');
  };
  const send = emailChannel(emailConfig(JSON.stringify({ provider: 'ses', from: 'mail@example.com' })), { ses });
  for (const expected of [1, 2]) {
    expect(await send(aMail())).toMatchObject({ outcome: 'unavailable' });
    expect(times).toBe(expected);
  }
});
