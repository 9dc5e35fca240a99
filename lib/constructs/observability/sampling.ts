import { CfnSamplingRule } from 'aws-cdk-lib/aws-xray';
import type { Construct } from 'constructs';
import type { Stage } from '../../stage.ts';
import { apiStage, named } from '../names.ts';

/**
 * Which requests are traced: the first of each second, and 5 % of the others. API Gateway decides it for the
 * functions behind it. Lambda samples invocations by streams, queues and schedules at its own rate.
 */
export const sampling = (scope: Construct, stage: Stage) =>
  new CfnSamplingRule(scope, 'Sampling', {
    samplingRule: {
      ruleName: named(stage),
      version: 1,
      priority: 1000,
      reservoirSize: 1,
      fixedRate: 0.05,
      serviceName: `${named(stage)}/${apiStage}`,
      serviceType: 'AWS::ApiGateway::Stage',
      host: '*',
      httpMethod: '*',
      urlPath: '*',
      resourceArn: '*',
    },
  });
