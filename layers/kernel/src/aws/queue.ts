import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Queue } from '../platform.ts';

/** SQS, by the names we give to queues. */
export const sqsQueue = (client: SQSClient, urls: Readonly<Record<string, string | undefined>>): Queue => ({
  send: async (queue, message) => {
    const QueueUrl = urls[queue];
    if (QueueUrl === undefined) throw new Error(`there is no queue ${queue}`);
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: bodyOf(message) }));
  },
});

/** SQS does not keep U+FFFE and U+FFFF, nor fauxqs 2.4.1 what is beyond them: JSON says them in ASCII. */
const bodyOf = (message: object) =>
  JSON.stringify(message).replace(/[^ -\ud7ff\ue000-\ufffd]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16)}`);
