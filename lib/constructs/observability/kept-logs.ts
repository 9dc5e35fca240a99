import { RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Stage } from '../../stage.ts';

/** `audit`: granted and refused access, changes of accounts; kept for 400 days, like the audit. `operation`: 90. */
export type Purpose = 'audit' | 'operation';

const kept = { audit: RetentionDays.THIRTEEN_MONTHS, operation: RetentionDays.THREE_MONTHS };

interface Props {
  readonly stage: Stage;
  readonly purpose: Purpose;
  readonly key: IKey | undefined;
}

/**
 * A log group. Where the stage keeps data it is kept when its stack or its function is deleted. CloudFormation gives it a
 * unique name (`waybill-<stage>-<context>-…`), so that a function can be removed and added again.
 */
export const keptLogs = (scope: Construct, id: string, { stage, purpose, key }: Props) =>
  new LogGroup(scope, id, {
    retention: stage.keepData ? kept[purpose] : RetentionDays.ONE_MONTH,
    removalPolicy: stage.keepData ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY,
    ...(key && { encryptionKey: key }),
  });
