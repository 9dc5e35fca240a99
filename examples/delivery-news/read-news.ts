import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

const [, , QueueUrl] = process.argv;
if (!QueueUrl) {
  console.error('Name the queue: node examples/delivery-news/read-news.ts QUEUE_URL');
  process.exit(2);
}

/**
 * Reads the queue until Ctrl-C. A message is deleted only after it was processed, here printed. The queue URL of an
 * emulator may have a host that does not resolve on this machine, so the SDK's endpoint is used instead.
 */
const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
for (;;) {
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
  for (const { Body, ReceiptHandle } of Messages) {
    console.log(JSON.stringify(JSON.parse(Body!).detail));
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  }
}
