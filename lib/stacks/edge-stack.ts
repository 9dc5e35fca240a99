import type { Contexts } from '@waybill/kernel';
import { Aws, CfnOutput, Stack, Validations } from 'aws-cdk-lib';
import { CfnDeployment, CfnStage } from 'aws-cdk-lib/aws-apigateway';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { AccessLogs } from '../constructs/api/access-logs.ts';
import { authorizerSettings } from '../constructs/api/authorizer.ts';
import { gatewayResponses } from '../constructs/api/gateway-responses.ts';
import { Routes, routesOf } from '../constructs/api/routes.ts';
import { apiStage, apiUrlOf, arn, digest, named, parameter } from '../constructs/names.ts';
import { WebAcl } from '../constructs/security/web-acl.ts';
import type { Stage } from '../stage.ts';
import { foundation } from './foundation-stack.ts';

/** API Gateway's routes, deployment and stage; depends on every other stack. A change of any route makes a new deployment. */
export class EdgeStack extends Stack {
  constructor(scope: Construct, contexts: Contexts, stage: Stage) {
    super(scope, 'Edge', { stackName: named(stage, 'edge') });
    const { apiId: restApiId, apiRoot: rootId, authorizerId, key } = foundation(this, stage);

    const routes = new Routes(this, 'Routes', {
      restApiId,
      rootId,
      authorizerId,
      routes: routesOf(contexts, stage),
      functionArn: (name) => arn('lambda', `function:${name}`),
    });
    const fingerprint = digest(
      JSON.stringify(this.resolve([routes.description, gatewayResponses, authorizerSettings])),
    );
    const deployment = new CfnDeployment(this, `Deployment${fingerprint.slice(0, 10)}`, { restApiId });
    deployment.node.addDependency(routes);

    const logs = stage.logsAccess ? new AccessLogs(this, 'Access', { stage, restApiId, key }) : undefined;
    const live = new CfnStage(this, 'Live', {
      restApiId,
      deploymentId: deployment.ref,
      stageName: apiStage,
      tracingEnabled: stage.traces,
      accessLogSetting: logs?.setting,
      methodSettings: [
        {
          httpMethod: '*',
          resourcePath: '/*',
          throttlingRateLimit: stage.throttle.rate,
          throttlingBurstLimit: stage.throttle.burst,
          loggingLevel: stage.logsAccess ? 'ERROR' : 'OFF',
          dataTraceEnabled: false,
        },
      ],
    });
    live.node.addDependency(...(logs?.prerequisites ?? []));

    if (stage.webAcl) {
      const stageArn = `arn:${Aws.PARTITION}:apigateway:${Aws.REGION}::/restapis/${restApiId}/stages/${apiStage}`;
      new WebAcl(this, 'WebAcl', { stage, ...stage.webAcl, stageArn }).association.node.addDependency(live);
    }

    const url = apiUrlOf(stage, restApiId);
    new StringParameter(this, 'ApiUrl', { parameterName: parameter(stage, 'api-url'), stringValue: url });
    new CfnOutput(this, 'Url', { value: url });
    this.acknowledge(routes, live, stage);
  }

  private acknowledge(routes: Routes, live: CfnStage, { webAcl }: Stage) {
    Validations.of(routes).acknowledge({
      id: 'AwsSolutions-COG4',
      reason:
        'There is no Cognito user pool: every method that is not open has the custom authorizer of this API, which verifies tokens and keys that Waybill issues.',
    });
    const open = {
      anyone: 'Its definition says role anyone: it is meant to answer without a token.',
      person: 'Its definition says role person: the function itself looks for a session, and answers 401 without one.',
    };
    for (const { role, method } of routes.open)
      Validations.of(method).acknowledge({ id: 'AwsSolutions-APIG4', reason: open[role] });
    if (webAcl) return;
    Validations.of(live).acknowledge({
      id: 'AwsSolutions-APIG3',
      reason:
        'No web ACL is attached: `webAcl` in the stage attaches one. The stage throttles all clients together; the functions limit each device, address, city, country and API key.',
    });
  }
}
