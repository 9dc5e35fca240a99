import { join } from 'node:path';
import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Architecture, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

interface Props extends StackProps {
  /** The stage of Waybill to listen to. */
  readonly stage: string;
}

/** Two rules on Waybill's bus: one queue for a program that polls it, and one for a function that counts. */
export class DeliveryNewsStack extends Stack {
  constructor(scope: Construct, id: string, { stage, ...props }: Props) {
    super(scope, id, { stackName: `delivery-news-${stage}`, ...props });

    const deadLetters = new Queue(this, 'DeadLetters', {
      retentionPeriod: Duration.days(14),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
    });
    const queue = (name: string) =>
      new Queue(this, name, {
        encryption: QueueEncryption.SQS_MANAGED,
        enforceSSL: true,
        visibilityTimeout: Duration.minutes(1),
        deadLetterQueue: { queue: deadLetters, maxReceiveCount: 5 },
      });
    const [news, failures] = [queue('News'), queue('Failures')];
    const eventBus = EventBus.fromEventBusName(this, 'Bus', `waybill-${stage}`);

    new Rule(this, 'DeliveryStatusChanged', {
      eventBus,
      eventPattern: { source: ['waybill.deliveries'], detailType: ['DeliveryStatusChanged'] },
      targets: [new SqsQueue(news, { deadLetterQueue: deadLetters })],
    });
    new Rule(this, 'DeliveryFailed', {
      eventBus,
      eventPattern: {
        source: ['waybill.deliveries'],
        detailType: ['DeliveryStatusChanged'],
        detail: { data: { to: ['Failed'] } },
      },
      targets: [new SqsQueue(failures, { deadLetterQueue: deadLetters })],
    });

    const counts = new Table(this, 'Counts', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      timeToLiveAttribute: 'expiresAt',
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const counter = new NodejsFunction(this, 'CountFailures', {
      entry: join(import.meta.dirname, 'handler.ts'),
      runtime: Runtime.NODEJS_24_X,
      // An emulator needs the architecture of its host.
      architecture: process.arch === 'arm64' ? Architecture.ARM_64 : Architecture.X86_64,
      timeout: Duration.seconds(10),
      environment: { TABLE: counts.tableName },
      bundling: {
        format: OutputFormat.ESM,
        externalModules: [],
        mainFields: ['module', 'main'],
        minify: true,
        banner: asRequired,
      },
    });
    counts.grantWriteData(counter);
    counter.addEventSource(new SqsEventSource(failures, { batchSize: 10, reportBatchItemFailures: true }));

    new CfnOutput(this, 'QueueUrl', { value: news.queueUrl });
    new CfnOutput(this, 'TableName', { value: counts.tableName });
  }
}

/** Parts of the AWS SDK call `require`, which ES modules do not have. */
const asRequired = "import { createRequire } from 'node:module';const require = createRequire(import.meta.url);";
