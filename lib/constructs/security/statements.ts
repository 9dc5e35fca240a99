import { indexNames } from '@waybill/kernel/platform';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Stage } from '../../stage.ts';
import { arn, named } from '../names.ts';
import type { Grant } from './grants.ts';

/**
 * Grants as IAM statements. Every granted action except `Scan` names a partition, so a leading key is present and
 * `ForAllValues`, which is true without one, leaves no gap. `Scan` is granted by attributes, all of which
 * it must name (docs: "Using IAM policy conditions for fine-grained access control").
 */
export const onTable = (stage: Stage, grants: readonly Grant[]): PolicyStatement[] => {
  const table = arn('dynamodb', `table/${named(stage)}`);
  return grants.map(
    ({ on, actions, keys, except, attributes }) =>
      new PolicyStatement({
        actions: [...actions],
        resources: on === 'table' ? [table] : indexNames.map((index) => `${table}/index/${index}`),
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
