import { indexNames } from '@waybill/kernel/platform';
import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import {
  AttributeType,
  BillingMode,
  ProjectionType,
  StreamViewType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { Stage } from '../../stage.ts';
import { named } from '../names.ts';

/** The one table: events, and everything derived from them. Readers consume its stream. */
export const theTable = (scope: Construct, stage: Stage, key: IKey | undefined): Table => {
  const { keepData } = stage;
  const table = new Table(scope, 'Table', {
    tableName: named(stage),
    partitionKey: string('pk'),
    sortKey: string('sk'),
    timeToLiveAttribute: 'expiresAt',
    stream: StreamViewType.NEW_IMAGE,
    billingMode: BillingMode.PAY_PER_REQUEST,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: keepData },
    ...(key && { encryption: TableEncryption.CUSTOMER_MANAGED, encryptionKey: key }),
    deletionProtection: keepData,
    removalPolicy: keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
  for (const indexName of indexNames)
    table.addGlobalSecondaryIndex({
      indexName,
      partitionKey: string(`${indexName}pk`),
      sortKey: string(`${indexName}sk`),
      // A larger projection would add the cost of every row write to each of its indexes.
      projectionType: ProjectionType.KEYS_ONLY,
    });
  if (!keepData)
    Validations.of(table).acknowledge({
      id: 'AwsSolutions-DDB3',
      reason: 'A throw-away stage keeps no data worth a point-in-time recovery.',
    });
  return table;
};

const string = (name: string) => ({ name, type: AttributeType.STRING });
