import { queueUrls } from '@waybill/kernel/storage/aws/services/queue-urls';
import { expect, test } from 'vitest';
import { queueVariable } from '#lib/constructs/names';

test('the URL of a queue comes from the environment', () => {
  const environment = {
    WAYBILL_PARKED_QUEUE_URL: 'https://sqs/parked',
    WAYBILL_QUEUE_MAILS_URL: 'https://sqs/mails',
    WAYBILL_QUEUE_SLOW_MAILS_URL: 'https://sqs/slow',
    WAYBILL_QUEUE_URL: 'https://sqs/nameless',
    WAYBILL_WEB_URL: 'https://waybill.example',
  };
  expect(queueUrls(environment)).toEqual({
    parked: 'https://sqs/parked',
    mails: 'https://sqs/mails',
    'slow-mails': 'https://sqs/slow',
  });
});

test.each(['mails', 'slow-mails', 'a1'])(
  'the environment variable of %s has the name that the deployment gives it',
  (name) => {
    expect(queueUrls({ [queueVariable(name)]: 'here' })).toMatchObject({ [name]: 'here' });
  },
);

test('a queue without an environment variable has no URL', () => {
  expect(queueUrls({}).mails).toBeUndefined();
});
