import { DescribeEventBusCommand, type EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { GetQueueAttributesCommand, ListQueuesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Probes } from '../../../messaging/probes.ts';

interface Parts {
  readonly buses: EventBridgeClient;
  readonly bus: string;
  readonly queues: SQSClient;
  /** The prefix of the names of the stage's queues. */
  readonly prefix: string;
}

/** CloudFormation generates the queue names from the logical ids, which contain these words. */
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
    /** Reads at most 1,000 queues; a stage has a few dozen. */
    queues: async () => {
      const { QueueUrls = [] } = await queues.send(new ListQueuesCommand({ QueueNamePrefix: prefix }));
      const dead = QueueUrls.filter((url) => isForTheDead.test(url));
      const live = QueueUrls.filter((url) => !dead.includes(url));
      return { waiting: await sum(live), dead: await sum(dead) };
    },
  };
};
