import { CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import type { Stage } from '../../stage.ts';
import { named } from '../names.ts';

interface Props {
  readonly stage: Stage;
  readonly requestsPerFiveMinutes: number;
  /** The ARN of the stage of the API. */
  readonly stageArn: string;
}

/**
 * Refuses floods and known attacks before API Gateway charges for them. The limits of the functions are finer, but every
 * request that they refuse has been paid for.
 */
export class WebAcl extends Construct {
  readonly association: CfnWebACLAssociation;

  constructor(scope: Construct, id: string, { stage, requestsPerFiveMinutes, stageArn }: Props) {
    super(scope, id);
    const visible = (metricName: string) => ({
      cloudWatchMetricsEnabled: true,
      sampledRequestsEnabled: true,
      metricName: named(stage, metricName),
    });
    const acl = new CfnWebACL(this, 'Resource', {
      name: named(stage),
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      visibilityConfig: visible('web-acl'),
      rules: [
        {
          name: 'requests-of-one-address',
          priority: 0,
          action: { block: {} },
          statement: { rateBasedStatement: { aggregateKeyType: 'IP', limit: requestsPerFiveMinutes } },
          visibilityConfig: visible('requests-of-one-address'),
        },
        {
          name: 'common-attacks',
          priority: 1,
          overrideAction: { none: {} },
          statement: {
            managedRuleGroupStatement: {
              vendorName: 'AWS',
              name: 'AWSManagedRulesCommonRuleSet',
              // It blocks bodies above 8 KB; the functions accept 256 KB.
              ruleActionOverrides: [{ name: 'SizeRestrictions_BODY', actionToUse: { count: {} } }],
            },
          },
          visibilityConfig: visible('common-attacks'),
        },
      ],
    });
    this.association = new CfnWebACLAssociation(this, 'Association', { resourceArn: stageArn, webAclArn: acl.attrArn });
  }
}
