import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

interface Props extends StackProps {
  /** The stage of Waybill to listen to. */
  readonly stage: string;
}

/** A rule of one's own on Waybill's bus: every change of a delivery's status, in a queue of one's own. */
export class DeliveryNewsStack extends Stack {
  constructor(scope: Construct, id: string, { stage, ...props }: Props) {
    super(scope, id, { stackName: `delivery-news-${stage}`, ...props });

    const deadLetters = new Queue(this, 'DeadLetters', {
      retentionPeriod: Duration.days(14),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
    });
    const news = new Queue(this, 'News', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      visibilityTimeout: Duration.minutes(1),
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: 5 },
    });

    new Rule(this, 'DeliveryStatusChanged', {
      eventBus: EventBus.fromEventBusName(this, 'Bus', `waybill-${stage}`),
      eventPattern: { source: ['waybill.deliveries'], detailType: ['DeliveryStatusChanged'] },
      targets: [new SqsQueue(news, { deadLetterQueue: deadLetters })],
    });

    new CfnOutput(this, 'QueueUrl', { value: news.queueUrl });
  }
}
