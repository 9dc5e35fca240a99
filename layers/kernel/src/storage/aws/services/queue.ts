import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { plainJson } from '../../../plain-json.ts';
import type { Queue } from '../../../platform.ts';

/** SQS, by Waybill's queue names. */
export const sqsQueue = (client: SQSClient, urls: Readonly<Record<string, string | undefined>>): Queue => ({
  send: async (queue, message, { delaySeconds: DelaySeconds } = {}) => {
    const QueueUrl = urls[queue];
    if (QueueUrl === undefined) throw new Error(`there is no queue ${queue}`);
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: plainJson(message), DelaySeconds }));
  },
});
