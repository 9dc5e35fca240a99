import type { Contexts } from '@waybill/kernel';
import { Duration, Stack, Validations } from 'aws-cdk-lib';
import { CfnGatewayResponse, CfnRestApi, EndpointAccessMode, SecurityPolicy } from 'aws-cdk-lib/aws-apigateway';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { Authorizer } from '../constructs/api/authorizer.ts';
import { minimumCompressionSize } from '../constructs/api/compression.ts';
import { gatewayResponses } from '../constructs/api/gateway-responses.ts';
import type { Build } from '../constructs/compute/bundle.ts';
import { deadLettersIn } from '../constructs/messaging/dead-letters.ts';
import { PostedQueue } from '../constructs/messaging/posted-queue.ts';
import { named, parameter, pascal } from '../constructs/names.ts';
import { stageKey } from '../constructs/security/stage-key.ts';
import { encrypted } from '../constructs/storage/encrypted.ts';
import { theTable } from '../constructs/storage/table.ts';
import type { Stage } from '../stage.ts';

/** Resources that all contexts use. Other stacks find them by name: see `foundation`. */
export class FoundationStack extends Stack {
  constructor(scope: Construct, contexts: Contexts, stage: Stage, build: Build) {
    super(scope, 'Foundation', {
      stackName: named(stage, 'foundation'),
      terminationProtection: stage.keepData,
    });
    const publish = (what: string, stringValue: string) =>
      new StringParameter(this, pascal(what), { parameterName: parameter(stage, what), stringValue });

    const key = stageKey(this, stage);
    if (key) publish('key-arn', key.keyArn);
    new EventBus(this, 'Bus', { eventBusName: named(stage) });
    publish('stream-arn', theTable(this, stage, key).tableStreamArn!);

    const parked = this.parked(key);
    publish('parked-queue-arn', parked.queueArn);
    publish('parked-queue-url', parked.queueUrl);

    const api = this.api(stage);
    publish('api-id', api.ref);
    publish('api-root', api.attrRootResourceId);
    const queueOf = this.queues(stage, key);
    const authorizer = new Authorizer(this, 'Authorizer', { stage, key, restApiId: api.ref, contexts, build, queueOf });
    publish('authorizer-id', authorizer.id);
  }

  /** Records that a stream reader failed on: kept for 14 days, the longest retention of SQS. */
  private parked(key: IKey | undefined) {
    const queue = new Queue(this, 'Parked', {
      retentionPeriod: Duration.days(14),
      ...encrypted(key),
    });
    Validations.of(queue).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'It is a dead-letter queue: of the readers of the table’s stream, which another stack makes.',
    });
    return queue;
  }

  /** The queues that the authorizer sends to, with the dead letters of their workers. */
  private queues(stage: Stage, key: IKey | undefined) {
    const deadLetters = deadLettersIn(this, { stage, context: 'foundation', key });
    return (queue: string) => new PostedQueue(this, { stage, queue, deadLetters, key }).queue;
  }

  /** An API without routes: the edge stack adds them last. */
  private api(stage: Stage) {
    const api = new CfnRestApi(this, 'Api', {
      name: named(stage),
      endpointConfiguration: { types: ['REGIONAL'] },
      minimumCompressionSize,
      ...(stage.modernTls && {
        securityPolicy: SecurityPolicy.TLS13_1_2_PFS_PQ_2025_09,
        endpointAccessMode: EndpointAccessMode.STRICT,
      }),
    });
    for (const response of gatewayResponses)
      new CfnGatewayResponse(this, `Says${response.responseType}`, { ...response, restApiId: api.ref });
    Validations.of(api).acknowledge({
      id: 'AwsSolutions-APIG2',
      reason:
        'Every function validates path, query and body by its own schema, refuses what the schema does not name, and says which field is wrong.',
    });
    return api;
  }
}

/** The foundation's resources as other stacks find them: by name, without exports. */
export const foundation = (stack: Stack, stage: Stage) => {
  const find = (what: string) => StringParameter.valueForStringParameter(stack, parameter(stage, what));
  return {
    get apiId() {
      return find('api-id');
    },
    get apiRoot() {
      return find('api-root');
    },
    get authorizerId() {
      return find('authorizer-id');
    },
    get streamArn() {
      return find('stream-arn');
    },
    get key() {
      return stage.customerManagedKey ? Key.fromKeyArn(stack, 'Key', find('key-arn')) : undefined;
    },
    get bus() {
      return EventBus.fromEventBusName(stack, 'Bus', named(stage));
    },
    get parked() {
      const [queueArn, queueUrl] = [find('parked-queue-arn'), find('parked-queue-url')];
      return Queue.fromQueueAttributes(stack, 'Parked', { queueArn, queueUrl });
    },
  };
};
