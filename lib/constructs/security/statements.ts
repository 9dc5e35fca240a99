import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Stage } from '../../stage.ts';
import { arn, named } from '../names.ts';
import type { Grant } from './grants.ts';

/**
 * Grants as IAM reads them. Every action granted names a partition, and so always carries a leading key:
 * `ForAllValues`, which is content with none, leaves no gap. `Scan` would be one: it is granted by attributes, all of which
 * it must name (docs: "Using IAM policy conditions for fine-grained access control").
 */
export const onTable = (stage: Stage, grants: readonly Grant[]): PolicyStatement[] => {
  const table = arn('dynamodb', `table/${named(stage)}`);
  return grants.map(
    ({ on, actions, keys, except, attributes }) =>
      new PolicyStatement({
        actions: [...actions],
        resources: on === 'table' ? [table] : [`${table}/index/gsi1`, `${table}/index/gsi2`],
        conditions: attributes
          ? {
              'ForAllValues:StringEquals': { 'dynamodb:Attributes': attributes },
              StringEquals: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' },
            }
          : {
              'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': keys },
              ...(except && { 'ForAllValues:StringNotLike': { 'dynamodb:LeadingKeys': except } }),
            },
      }),
  );
};

export const allow = (actions: readonly string[], ...resources: readonly string[]) =>
  new PolicyStatement({ actions: [...actions], resources: [...resources] });
