import { RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Stage } from '../stage.ts';

/**
 * What lines are for: `audit` tells who was let in, who was refused and what was done to accounts, and is kept as long as
 * the audit itself (400 days); `operation` is kept for a season.
 */
export type Purpose = 'audit' | 'operation';

const kept = { audit: RetentionDays.THIRTEEN_MONTHS, operation: RetentionDays.THREE_MONTHS };

interface Props {
  readonly stage: Stage;
  readonly purpose: Purpose;
  readonly key: IKey | undefined;
}

/**
 * A log group. Where the stage keeps data it outlives its stack and its function: CloudFormation gives it a name that is
 * used once (`waybill-<stage>-<context>-…`), so that a function that returns does not find its old name taken.
 */
export const keptLogs = (scope: Construct, id: string, { stage, purpose, key }: Props) =>
  new LogGroup(scope, id, {
    retention: stage.keepData ? kept[purpose] : RetentionDays.ONE_MONTH,
    removalPolicy: stage.keepData ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY,
    ...(key && { encryptionKey: key }),
  });
