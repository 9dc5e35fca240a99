import { type Definition, patternOf } from '@waybill/kernel';
import { Duration } from 'aws-cdk-lib';
import { type IEventBus, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { EventSourceMapping, type IFunction } from 'aws-cdk-lib/aws-lambda';
import { type IQueue, Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { allow } from '../security/statements.ts';
import { encrypted } from '../storage/encrypted.ts';

interface Props {
  readonly bus: IEventBus;
  /** What it hears of, as its definition says. */
  readonly to: Definition['to'];
  /** How long its function may take. */
  readonly seconds: number;
  readonly deadLetters: IQueue;
  readonly key: IKey | undefined;
}

/** Queues one kind of event, or all, for one function; what fails five times is a dead letter. */
export class ReactionQueue extends Construct {
  private readonly queue: Queue;

  constructor(scope: Construct, id: string, { bus, to, seconds, deadLetters, key }: Props) {
    super(scope, id);
    this.queue = new Queue(this, 'Queue', {
      ...encrypted(key),
      // Six times the function's: AWS's advice, so that a retry never overtakes the first try.
      visibilityTimeout: Duration.seconds(6 * seconds),
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: 5 },
    });
    const { source, 'detail-type': detailType } = patternOf(to) as { source?: any[]; 'detail-type'?: string[] };
    new Rule(this, 'Rule', {
      eventBus: bus,
      eventPattern: { ...(source && { source }), ...(detailType && { detailType }) },
      targets: [new SqsQueue(this.queue)],
    });
  }

  /** What the function must be allowed, to be fed from here. */
  get consuming() {
    return allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], this.queue.queueArn);
  }

  feed(target: IFunction) {
    const { queueArn: eventSourceArn } = this.queue;
    new EventSourceMapping(this, 'Feed', { target, eventSourceArn, batchSize: 10, reportBatchItemFailures: true });
  }
}
