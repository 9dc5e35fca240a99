import { Stack } from 'aws-cdk-lib';
import { CfnAuthorizer } from 'aws-cdk-lib/aws-apigateway';
import { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Stage } from '../stage.ts';
import type { Build } from './bundle.ts';
import { HouseFunction, type HouseFunctionProps } from './house-function.ts';
import { arn, parameter } from './names.ts';
import { allow } from './statements.ts';

/** Without a token nobody is asked; with one, the answer holds for every route, and for five minutes. */
export const admission = {
  type: 'REQUEST',
  identitySource: 'method.request.header.Authorization',
  authorizerResultTtlInSeconds: 300,
};

interface Props extends Pick<HouseFunctionProps, 'layers'> {
  readonly stage: Stage;
  readonly restApiId: string;
  readonly build: Build;
}

/** Tells API Gateway who is asking. It may read the public keys of those who sign tokens, and nothing else. */
export class Authorizer extends Construct {
  readonly id: string;

  constructor(scope: Construct, id: string, { stage, restApiId, build, layers }: Props) {
    super(scope, id);
    const jwks = parameter(stage, 'jwks');
    const fn = new HouseFunction(this, {
      stage,
      context: 'foundation',
      name: 'authorizer',
      bundle: 'authorizer',
      code: build.bundle('authorizer', stage),
      layers,
      seconds: 10,
      may: [allow(['ssm:GetParameter'], arn('ssm', `parameter${jwks}`))],
      environment: { WAYBILL_JWKS_PARAMETER: jwks },
    });
    const { partition, region } = Stack.of(this);
    const authorizer = new CfnAuthorizer(this, 'Resource', {
      ...admission,
      restApiId,
      name: 'house',
      authorizerUri: `arn:${partition}:apigateway:${region}:lambda:path/2015-03-31/functions/${fn.functionArn}/invocations`,
    });
    this.id = authorizer.ref;
    new CfnPermission(this, 'Invoke', {
      action: 'lambda:InvokeFunction',
      principal: 'apigateway.amazonaws.com',
      functionName: fn.functionArn,
      sourceArn: arn('execute-api', `${restApiId}/authorizers/${authorizer.ref}`),
    });
  }
}
