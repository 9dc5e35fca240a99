import { Aws, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { Stage } from '../../stage.ts';
import { arn, named } from '../names.ts';

const dataKeys = ['kms:Decrypt', 'kms:GenerateDataKey'];

/**
 * The customer-managed key of a stage, if it has one: for table, queues, topic, log groups and secret parameters. The roles
 * of functions allow its use (`keyUse`); the key's policy allows the services that use it on their own.
 */
export const stageKey = (scope: Construct, stage: Stage): Key | undefined => {
  if (!stage.customerManagedKey) return undefined;
  const key = new Key(scope, 'Key', {
    description: `What the stage ${stage.name} of Waybill stores`,
    alias: `alias/${named(stage)}`,
    enableKeyRotation: true,
    removalPolicy: stage.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
  const allow = (service: string, actions: readonly string[], conditions?: Record<string, unknown>) =>
    key.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal(service)],
        actions: [...actions],
        resources: ['*'],
        ...(conditions && { conditions }),
      }),
    );
  // Rules send events to the queues of reactions; alarms notify the topic. AWS documents these statements without a condition
  // on the source. The policies of the queues and the topic limit who may write to them.
  allow('events.amazonaws.com', dataKeys);
  allow('cloudwatch.amazonaws.com', dataKeys);
  const logActions = [...dataKeys, 'kms:Encrypt', 'kms:ReEncryptFrom', 'kms:ReEncryptTo', 'kms:DescribeKey'];
  allow(`logs.${Aws.REGION}.amazonaws.com`, logActions, {
    ArnLike: {
      'kms:EncryptionContext:aws:logs:arn': [
        arn('logs', `log-group:${named(stage)}-*`),
        arn('logs', 'log-group:API-Gateway-Execution-Logs_*'),
      ],
    },
  });
  return key;
};
