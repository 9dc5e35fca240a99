import { patternOf, type ReactionDefinition } from '@waybill/kernel';
import { Duration } from 'aws-cdk-lib';
import { type EventPattern, type IEventBus, Match, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { type IQueue, Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { encrypted } from '../storage/encrypted.ts';
import { consuming, feed } from './feed.ts';

interface Props {
  readonly bus: IEventBus;
  /** The types of the events, as in the definition of the reaction. */
  readonly on: ReactionDefinition['on'];
  /** The timeout of its function. */
  readonly seconds: number;
  readonly deadLetters: IQueue;
  readonly key: IKey | undefined;
}

/** Queues events of some types for one function; an event that fails five times is a dead letter. */
export class ReactionQueue extends Construct {
  private readonly queue: Queue;

  constructor(scope: Construct, id: string, { bus, on, seconds, deadLetters, key }: Props) {
    super(scope, id);
    this.queue = new Queue(this, 'Queue', {
      ...encrypted(key),
      // Six times the function's timeout, as AWS recommends: a retry must not start before the first attempt has ended.
      visibilityTimeout: Duration.seconds(6 * seconds),
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: 5 },
    });
    new Rule(this, 'Rule', {
      eventBus: bus,
      eventPattern: ruleFor(on),
      targets: [new SqsQueue(this.queue)],
    });
  }

  get consuming() {
    return consuming(this.queue);
  }

  feed(target: IFunction) {
    feed(this, this.queue, target);
  }
}

const ruleFor = (on: Props['on']): EventPattern => {
  const pattern = patternOf(on);
  if ('detail-type' in pattern) return { detailType: pattern['detail-type'] };
  return { source: pattern.source.flatMap(({ prefix }) => Match.prefix(prefix)) };
};
