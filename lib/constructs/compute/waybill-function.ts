import { Duration, Validations } from 'aws-cdk-lib';
import { PolicyDocument, type PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Architecture, type FunctionProps, Function as Lambda, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { Stage } from '../../stage.ts';
import { functionName, named, pascal } from '../names.ts';
import { keptLogs } from '../observability/kept-logs.ts';
import { keyUse } from '../security/key-use.ts';
import type { Acknowledged } from '../security/service-access.ts';
import { allow } from '../security/statements.ts';
import { logsOf } from './environment.ts';

export interface WaybillFunctionProps extends Pick<FunctionProps, 'code' | 'deadLetterQueue'> {
  readonly stage: Stage;
  readonly context: string;
  readonly name: string;
  /** The stage's customer-managed key, if it has one. */
  readonly key: IKey | undefined;
  readonly seconds: number;
  readonly may: readonly PolicyStatement[];
  /** Findings of AWS's rules about its role. */
  readonly acknowledged?: readonly Acknowledged[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** A Lambda function of Waybill: named after the export it runs, with a separate role and log group. */
export class WaybillFunction extends Lambda {
  constructor(scope: Construct, props: WaybillFunctionProps) {
    const { stage, context, name, key, seconds, may, acknowledged = [], environment, ...rest } = props;
    const logGroup = keptLogs(scope, `${pascal(name)}Logs`, { stage, purpose: logsOf(context), key });
    const logs = allow(['logs:CreateLogStream', 'logs:PutLogEvents'], logGroup.logGroupArn);
    const traces = stage.traces ? [allow(['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], '*')] : [];
    const role = new Role(scope, `${pascal(name)}Role`, {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: { least: new PolicyDocument({ statements: [...may, ...keyUse(key, may), logs, ...traces] }) },
    });
    for (const finding of acknowledged) Validations.of(role).acknowledge(finding);
    if (stage.traces)
      Validations.of(role).acknowledge({
        id: 'AwsSolutions-IAM5[Resource::*]',
        reason: 'X-Ray’s two write actions take no resource.',
      });

    super(scope, pascal(name), {
      ...rest,
      functionName: functionName(stage, context, name),
      handler: `${name}.${name}`,
      runtime: Runtime.NODEJS_24_X,
      architecture: stage.architecture === 'arm64' ? Architecture.ARM_64 : Architecture.X86_64,
      memorySize: 512,
      timeout: Duration.seconds(seconds),
      tracing: stage.traces ? Tracing.ACTIVE : Tracing.DISABLED,
      logGroup,
      // By its ARN: constructs add no statements to it, and the function does not depend on it a second time (cfn-lint W3005).
      role: Role.fromRoleArn(scope, `${pascal(name)}RoleAsDefined`, role.roleArn, { mutable: false }),
      environment: {
        POWERTOOLS_SERVICE_NAME: context,
        POWERTOOLS_TRACE_ENABLED: String(stage.traces),
        WAYBILL_STAGE: stage.name,
        WAYBILL_TABLE: named(stage),
        WAYBILL_BUS: named(stage),
        ...(key && { WAYBILL_KEY_ARN: key.keyArn }),
        ...environment,
      },
    });
  }
}
