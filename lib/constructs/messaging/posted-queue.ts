import { Duration } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { type IQueue, Queue } from 'aws-cdk-lib/aws-sqs';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import type { Stage } from '../../stage.ts';
import { pascal, postedQueueOf } from '../names.ts';
import { encrypted } from '../storage/encrypted.ts';

interface Props {
  readonly stage: Stage;
  /** The name that senders use. */
  readonly queue: string;
  readonly deadLetters: IQueue;
  readonly key: IKey | undefined;
}

/** A queue of another context, by name: its stack is deployed before. */
export const postedElsewhere = (scope: Construct, stage: Stage, name: string): IQueue => {
  const find = (what: 'Arn' | 'Url') =>
    StringParameter.valueForStringParameter(scope, postedQueueOf(stage, name, what));
  return Queue.fromQueueAttributes(scope, `${pascal(name)}PostedElsewhere`, {
    queueArn: find('Arn'),
    queueUrl: find('Url'),
  });
};

/**
 * A queue that functions send to, in the context of its worker, or of its sender if it is read outside of Waybill; others
 * find it by name. A message that fails five times is a dead letter.
 */
export class PostedQueue extends Construct {
  readonly queue: Queue;

  constructor(scope: Construct, { stage, queue: name, deadLetters, key }: Props) {
    super(scope, `${pascal(name)}Posted`);
    this.queue = new Queue(this, 'Queue', {
      ...encrypted(key),
      retentionPeriod: Duration.days(4),
      // Six times the timeout of its consumer, as for a reaction.
      visibilityTimeout: Duration.minutes(6),
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: 5 },
    });
    const publish = (id: 'Arn' | 'Url', stringValue: string) =>
      new StringParameter(this, id, { parameterName: postedQueueOf(stage, name, id), stringValue });
    publish('Arn', this.queue.queueArn);
    publish('Url', this.queue.queueUrl);
  }
}
