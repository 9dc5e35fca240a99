import { DescribeEventBusCommand, type EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { GetQueueAttributesCommand, ListQueuesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Probes } from '../../../messaging/probes.ts';

interface Parts {
  readonly buses: EventBridgeClient;
  readonly bus: string;
  readonly queues: SQSClient;
  /** What the names of the house's queues begin with. */
  readonly prefix: string;
}

/** CloudFormation names the queues, and leaves the name we gave to each in it. */
const isForTheDead = /DeadLetters|Parked/;

export const awsProbes = ({ buses, bus, queues, prefix }: Parts): Probes => {
  const messagesIn = async (QueueUrl: string) => {
    const { Attributes = {} } = await queues.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['ApproximateNumberOfMessages'] }),
    );
    return Number(Attributes.ApproximateNumberOfMessages ?? 0);
  };
  const sum = async (urls: readonly string[]) =>
    (await Promise.all(urls.map(messagesIn))).reduce((all, some) => all + some, 0);

  return {
    bus: async () => void (await buses.send(new DescribeEventBusCommand({ Name: bus }))),
    /** A thousand queues at most: a house has some dozens. */
    queues: async () => {
      const { QueueUrls = [] } = await queues.send(new ListQueuesCommand({ QueueNamePrefix: prefix }));
      const dead = QueueUrls.filter((url) => isForTheDead.test(url));
      const live = QueueUrls.filter((url) => !dead.includes(url));
      return { waiting: await sum(live), dead: await sum(dead) };
    },
  };
};
