import { Stack, Validations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Stage } from '../../stage.ts';
import { arn, named, parameter } from '../names.ts';
import { allow } from '../security/statements.ts';

/** The permissions of the health check: whether the bus exists, how full the queues are, and the thresholds. */
export const probes = (scope: Construct, stage: Stage) => {
  const { partition, region, account } = Stack.of(scope);
  const queues = `arn:${partition}:sqs:${region}:${account}:${named(stage)}-*`;
  Validations.of(scope).acknowledge(
    {
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'Neither ListQueues nor X-Ray’s write actions take a resource.',
    },
    {
      id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:sqs:<AWS::Region>:<AWS::AccountId>:${named(stage)}-*]`,
      reason: 'Health reads how full every queue of this stage is, whichever there are; it cannot read a message.',
    },
  );
  return [
    allow(['events:DescribeEventBus'], arn('events', `event-bus/${named(stage)}`)),
    allow(['sqs:ListQueues'], '*'),
    allow(['sqs:GetQueueAttributes'], queues),
    allow(['ssm:GetParameter'], arn('ssm', `parameter${parameter(stage, 'health/thresholds')}`)),
  ];
};
