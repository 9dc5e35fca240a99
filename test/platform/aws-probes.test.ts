import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import { awsProbes } from '@waybill/kernel/storage/aws/services/probes';
import { expect, test } from 'vitest';

/** Queues with the names of CloudFormation and a number of messages each. */
const messages: Record<string, number> = {
  'waybill-test-fleet-RememberQueue1A': 2,
  'waybill-test-routes-PlanQueue2B': 3,
  'waybill-test-fleet-DeadLetters3C': 4,
  'waybill-test-foundation-Parked4D': 1,
};

const probes = (answer: (input: any) => object) => {
  const asked: object[] = [];
  const send = async ({ input }: { input: object }) => {
    asked.push(input);
    return answer(input);
  };
  const [buses, queues] = [new EventBridgeClient({ region: 'eu-west-1' }), new SQSClient({ region: 'eu-west-1' })];
  buses.send = queues.send = send as any;
  return { asked, ...awsProbes({ buses, bus: 'waybill-test', queues, prefix: 'waybill-test-' }) };
};

test('messages in queues and in dead-letter queues are counted separately', async () => {
  const { asked, queues } = probes(({ QueueUrl }) =>
    QueueUrl
      ? { Attributes: { ApproximateNumberOfMessages: `${messages[QueueUrl]}` } }
      : { QueueUrls: Object.keys(messages) },
  );
  expect(await queues()).toEqual({ waiting: 5, dead: 5 });
  expect(asked[0]).toEqual({ QueueNamePrefix: 'waybill-test-' });
});

test('a stage without queues has no messages', async () => {
  expect(await probes(() => ({})).queues()).toEqual({ waiting: 0, dead: 0 });
});

test('the bus is described by name, and the probe of a missing bus fails', async () => {
  const { asked, bus } = probes(() => ({}));
  await bus();
  expect(asked).toEqual([{ Name: 'waybill-test' }]);
  const gone = probes(() => {
    throw new Error('ResourceNotFoundException');
  });
  await expect(gone.bus()).rejects.toThrow('ResourceNotFoundException');
});
