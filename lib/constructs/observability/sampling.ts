import { CfnSamplingRule } from 'aws-cdk-lib/aws-xray';
import type { Construct } from 'constructs';
import type { Stage } from '../../stage.ts';
import { apiStage, named } from '../names.ts';

/**
 * Which requests are traced: the first of each second, and one in twenty of the others. API Gateway decides it for the
 * functions behind it; what Lambda begins by itself, for streams, queues and the clock, it samples at a rate of its own.
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
