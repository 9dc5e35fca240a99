import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

const [, , QueueUrl] = process.argv;
if (!QueueUrl) {
  console.error('Name the queue: node examples/delivery-news/read-news.ts QUEUE_URL');
  process.exit(2);
}

/**
 * Reads the queue as any program would, until Ctrl-C: a message is taken out only once something was done about it, here
 * printed. The URL that an emulator gives its queues names a host that your machine may not know, so it is not dialled.
 */
const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
for (;;) {
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
  for (const { Body, ReceiptHandle } of Messages) {
    console.log(JSON.stringify(JSON.parse(Body!).detail));
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  }
}
