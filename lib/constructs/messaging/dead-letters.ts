import { Duration } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import type { Stage } from '../../stage.ts';
import { deadLettersOf } from '../names.ts';
import { encrypted } from '../storage/encrypted.ts';

interface Props {
  readonly stage: Stage;
  /** A context, or `foundation`. */
  readonly context: string;
  readonly key: IKey | undefined;
}

/** The dead-letter queue of a context, in its stack. The observability stack finds it by name. */
export const deadLettersIn = (scope: Construct, { stage, context, key }: Props): Queue => {
  const queue = new Queue(scope, 'DeadLetters', { retentionPeriod: Duration.days(14), ...encrypted(key) });
  const parameterName = deadLettersOf(stage, context);
  new StringParameter(scope, 'DeadLettersName', { parameterName, stringValue: queue.queueName });
  return queue;
};
