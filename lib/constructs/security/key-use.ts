import { Aws } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';

/** The permissions on a customer-managed key that a service requires of the caller's role. */
const reading = ['kms:Decrypt', 'kms:DescribeKey'];
const writing = [
  ...reading,
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
];

/** The services whose data is encrypted with the key. */
const storing = ['dynamodb', 'sqs', 'ssm'];
const writes = /^(dynamodb:(Put|Update|Delete|BatchWrite)|sqs:Send|ssm:Put)/;

/** The permissions on the stage's key that a role needs for its other statements, limited to the services in them (`kms:ViaService`). */
export const keyUse = (key: IKey | undefined, statements: readonly PolicyStatement[]): PolicyStatement[] => {
  if (!key) return [];
  const actions = statements.flatMap((statement) => statement.actions);
  const through = (all: readonly string[]) =>
    storing.filter((service) => all.some((action) => action.startsWith(`${service}:`)));
  const written = through(actions.filter((action) => writes.test(action)));
  const read = through(actions).filter((service) => !written.includes(service));
  const allow = (services: readonly string[], actions: readonly string[]) =>
    services.length
      ? [
          new PolicyStatement({
            actions: [...actions],
            resources: [key.keyArn],
            conditions: {
              StringEquals: { 'kms:ViaService': services.map((name) => `${name}.${Aws.REGION}.amazonaws.com`) },
            },
          }),
        ]
      : [];
  return [...allow(read, reading), ...allow(written, writing)];
};
