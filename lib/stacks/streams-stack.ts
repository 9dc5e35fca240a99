import { type Contexts, rebuilderEvery } from '@waybill/kernel';
import { Stack, Validations } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Build } from '../constructs/compute/bundle.ts';
import { streamsEntries } from '../constructs/compute/entries.ts';
import { WaybillFunction } from '../constructs/compute/waybill-function.ts';
import { StreamReaders } from '../constructs/messaging/stream-readers.ts';
import { named } from '../constructs/names.ts';
import { projectorPolicy, publisherPolicy, rebuilderPolicy } from '../constructs/security/grants.ts';
import { allow, onTable } from '../constructs/security/statements.ts';
import type { Stage } from '../stage.ts';
import { foundation } from './foundation-stack.ts';

/** The projector updates read models, the publisher publishes events, the rebuilder rebuilds stale rows. */
export class StreamsStack extends Stack {
  constructor(scope: Construct, contexts: Contexts, stage: Stage, build: Build) {
    super(scope, 'Streams', { stackName: named(stage, 'streams') });
    const ground = foundation(this, stage);
    const { bus, key, parked, streamArn } = ground;
    const code = build('streams', stage, () => streamsEntries(contexts));
    const reads = [
      allow(['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'], streamArn),
      allow(['dynamodb:ListStreams'], '*'),
      allow(['sqs:SendMessage'], parked.queueArn),
    ];
    const reader = (name: string, may: readonly PolicyStatement[]) =>
      new WaybillFunction(this, {
        stage,
        key,
        context: 'streams',
        name,
        code,
        seconds: 60,
        may: [...reads, ...may],
        environment: { WAYBILL_PARKED_QUEUE_URL: parked.queueUrl },
      });

    const projector = reader('projector', onTable(stage, projectorPolicy(contexts)));
    const publisher = reader('publisher', [
      allow(['events:PutEvents'], bus.eventBusArn),
      ...onTable(stage, publisherPolicy(contexts)),
    ]);
    new StreamReaders(this, 'Readers', { streamArn, parked, readers: [projector, publisher] });

    /** In the same bundle as the projector, so that both use the same row shapes. */
    const rebuilder = new WaybillFunction(this, {
      stage,
      key,
      context: 'streams',
      name: 'rebuilder',
      code,
      seconds: 300,
      deadLetterQueue: parked,
      may: [allow(['sqs:SendMessage'], parked.queueArn), ...onTable(stage, rebuilderPolicy(contexts))],
      environment: { WAYBILL_PARKED_QUEUE_URL: parked.queueUrl },
    });
    new Rule(this, 'RebuilderRule', {
      schedule: Schedule.expression(rebuilderEvery),
      targets: [new LambdaFunction(rebuilder)],
    });

    Validations.of(this).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason:
        'ListStreams, which Lambda requires for reading a stream, and X-Ray’s write actions do not support resources.',
    });
  }
}
