import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { CfnAccount, type CfnStage } from 'aws-cdk-lib/aws-apigateway';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Stage } from '../../stage.ts';
import { apiStage } from '../names.ts';
import { keptLogs } from '../observability/kept-logs.ts';

/**
 * One line for each request: caller (by id), source (a pseudonym), route and duration; no content. API Gateway can log
 * the address but no hash of it, so the pseudonym comes from the authorizer; functions of open routes log their own.
 */
const format = JSON.stringify({
  requestId: '$context.requestId',
  at: '$context.requestTime',
  by: '$context.authorizer.principalId',
  source: '$context.authorizer.source',
  method: '$context.httpMethod',
  resource: '$context.resourcePath',
  status: '$context.status',
  latency: '$context.responseLatency',
  integrationLatency: '$context.integrationLatency',
  error: '$context.error.responseType',
});

interface Props {
  readonly stage: Stage;
  readonly restApiId: string;
  readonly key: IKey | undefined;
}

/** The log groups of API Gateway, for requests and for its own failures, and the account's role to write to them. */
export class AccessLogs extends Construct {
  readonly setting: CfnStage.AccessLogSettingProperty;
  /** The stage depends on these without referring to them. */
  readonly prerequisites: readonly Construct[];

  constructor(scope: Construct, id: string, { stage, restApiId, key }: Props) {
    super(scope, id);
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('apigateway.amazonaws.com'),
      managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName('service-role/AmazonAPIGatewayPushToCloudWatchLogs')],
    });
    // The setting belongs to the account: other stages in it may still need it when this one is deleted.
    role.applyRemovalPolicy(RemovalPolicy.RETAIN);
    const account = new CfnAccount(this, 'Account', { cloudWatchRoleArn: role.roleArn });
    account.applyRemovalPolicy(RemovalPolicy.RETAIN);
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]',
      reason:
        'API Gateway takes one role for the logs of all APIs of an account and region, so no log group can be named; this is the policy that AWS documents for it.',
    });

    // API Gateway would create this group itself, with this name and without a retention.
    const failures = new LogGroup(this, 'Failures', {
      logGroupName: `API-Gateway-Execution-Logs_${restApiId}/${apiStage}`,
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
      ...(key && { encryptionKey: key }),
    });
    const logs = keptLogs(this, 'Logs', { stage, purpose: 'audit', key });
    this.setting = { destinationArn: logs.logGroupArn, format };
    this.prerequisites = [account, failures];
  }
}
