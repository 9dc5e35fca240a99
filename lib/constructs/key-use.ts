import { Aws } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';

/** What each service asks of the caller's role when it stores something under a customer-managed key, or reads it. */
const reading = ['kms:Decrypt', 'kms:DescribeKey'];
const writing = [
  ...reading,
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
];

/** The services that keep what they store under the key; a statement of no other action needs it. */
const storing = ['dynamodb', 'sqs', 'ssm'];
const writes = /^(dynamodb:(Put|Update|Delete|BatchWrite)|sqs:Send|ssm:Put)/;

/** What a role must be allowed to do with the stage's key, so that its other statements can be made use of: through these services only. */
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
