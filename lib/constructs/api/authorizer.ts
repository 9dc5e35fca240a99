import type { Contexts } from '@waybill/kernel';
import { Stack } from 'aws-cdk-lib';
import { CfnAuthorizer } from 'aws-cdk-lib/aws-apigateway';
import { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Stage } from '../../stage.ts';
import type { Build } from '../compute/bundle.ts';
import { authorizerEntries, authorizerOf } from '../compute/entries.ts';
import { requestSettings } from '../compute/environment.ts';
import { WaybillFunction, type WaybillFunctionProps } from '../compute/waybill-function.ts';
import { apiUrlOf, arn } from '../names.ts';
import { policyFor } from '../security/grants.ts';
import { resourceAccess } from '../security/resource-access.ts';
import { onTable } from '../security/statements.ts';

/**
 * Runs for every request, without a cache: a revoked key is refused at once. API Gateway's cache would need the same
 * headers in every request.
 */
export const authorizerSettings = { type: 'REQUEST', authorizerResultTtlInSeconds: 0 };

interface Props extends Pick<WaybillFunctionProps, 'key'> {
  readonly stage: Stage;
  readonly restApiId: string;
  readonly contexts: Contexts;
  readonly build: Build;
  readonly queueOf: (name: string) => IQueue;
}

/** Authenticates callers for API Gateway. Its permissions follow from its definition. */
export class Authorizer extends Construct {
  readonly id: string;

  constructor(scope: Construct, id: string, { stage, key, restApiId, contexts, build, queueOf }: Props) {
    super(scope, id);
    const definition = authorizerOf(contexts);
    const beside = resourceAccess(stage, definition, queueOf);
    const fn = new WaybillFunction(this, {
      stage,
      key,
      context: 'foundation',
      name: 'authorizer',
      code: build('authorizer', stage, () => authorizerEntries(contexts)),
      seconds: 10,
      may: [...onTable(stage, policyFor(definition)), ...beside.may],
      environment: {
        ...requestSettings(stage),
        ...beside.environment,
        WAYBILL_API_URL: apiUrlOf(stage, restApiId),
      },
    });
    const { partition, region } = Stack.of(this);
    const attached = new CfnAuthorizer(this, 'Resource', {
      ...authorizerSettings,
      restApiId,
      name: 'waybill',
      authorizerUri: `arn:${partition}:apigateway:${region}:lambda:path/2015-03-31/functions/${fn.functionArn}/invocations`,
    });
    this.id = attached.ref;
    new CfnPermission(this, 'Invoke', {
      action: 'lambda:InvokeFunction',
      principal: 'apigateway.amazonaws.com',
      functionName: fn.functionArn,
      sourceArn: arn('execute-api', `${restApiId}/authorizers/${attached.ref}`),
    });
  }
}
