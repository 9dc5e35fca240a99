import { type Contexts, sourceKey } from '@waybill/kernel';
import { Stack } from 'aws-cdk-lib';
import { CfnAuthorizer } from 'aws-cdk-lib/aws-apigateway';
import { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Stage } from '../../stage.ts';
import type { Build } from '../compute/bundle.ts';
import { admitting, authorizerEntry } from '../compute/entries.ts';
import { WaybillFunction, type WaybillFunctionProps } from '../compute/waybill-function.ts';
import { apiUrlOf, arn, parameter } from '../names.ts';
import { policyFor } from '../security/grants.ts';
import { allow, onTable } from '../security/statements.ts';

/**
 * Asked for every request, whichever header admits: a key is out at once when it is revoked, and API Gateway would
 * remember an answer only by headers that must all be there.
 */
export const admission = { type: 'REQUEST', authorizerResultTtlInSeconds: 0 };

interface Props extends Pick<WaybillFunctionProps, 'layers' | 'key'> {
  readonly stage: Stage;
  readonly restApiId: string;
  readonly contexts: Contexts;
  readonly build: Build;
}

/** Tells API Gateway who is asking. It may read the public keys of those who sign tokens, the key for pseudonyms of client addresses, and what its definition says. */
export class Authorizer extends Construct {
  readonly id: string;

  constructor(scope: Construct, id: string, { stage, key, restApiId, contexts, build, layers }: Props) {
    super(scope, id);
    const admits = admitting(contexts);
    const known = ['jwks', sourceKey];
    const grants = admits ? policyFor(admits.context, admits.fn.definition) : [];
    const fn = new WaybillFunction(this, {
      stage,
      key,
      context: 'foundation',
      name: 'authorizer',
      bundle: 'authorizer',
      code: build.bundle('authorizer', stage, authorizerEntry(contexts)),
      layers,
      seconds: 10,
      may: [
        allow(['ssm:GetParameter'], ...known.map((name) => arn('ssm', `parameter${parameter(stage, name)}`))),
        ...onTable(stage, grants),
      ],
      environment: { WAYBILL_API_URL: apiUrlOf(stage, restApiId) },
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
