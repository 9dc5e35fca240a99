import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { stageNamed } from '#lib/stage';
import { flat, propertiesOf, templatesOn } from './support/house.ts';

const of = (stage: string) => templatesOn(stage).Foundation!;
const [prod, local] = [of('prod'), of('local')];

describe('the table', () => {
  test('is one, with two sparse indexes, a stream of new images and a time to live', () => {
    prod.resourceCountIs('AWS::DynamoDB::Table', 1);
    prod.hasResourceProperties('AWS::DynamoDB::Table', {
      TableName: 'waybill-prod',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: keys('pk', 'sk'),
      GlobalSecondaryIndexes: [index('gsi1'), index('gsi2')],
      StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    });
  });

  test.each(['dev', 'prod'])('is kept on %s', (stage) => {
    of(stage).hasResource('AWS::DynamoDB::Table', {
      DeletionPolicy: 'Retain',
      Properties: {
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      },
    });
  });

  test.each(['local', 'tuesday'])('is thrown away with %s', (stage) => {
    of(stage).hasResource('AWS::DynamoDB::Table', {
      DeletionPolicy: 'Delete',
      Properties: {
        DeletionProtectionEnabled: false,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: false },
      },
    });
  });
});

describe('the authorizer', () => {
  test('is asked once for a token, not for every route', () =>
    prod.hasResourceProperties('AWS::ApiGateway::Authorizer', {
      Type: 'REQUEST',
      IdentitySource: 'method.request.header.Authorization',
      AuthorizerResultTtlInSeconds: 300,
    }));

  test('may read the public keys and nothing else', () => {
    const [role] = propertiesOf(local, 'AWS::IAM::Role').map(flat);
    const [keys, logs, ...more] = role.Policies[0].PolicyDocument.Statement;
    expect(keys).toMatchObject({ Action: 'ssm:GetParameter' });
    expect(keys.Resource).toMatch(/:parameter\/waybill\/local\/jwks$/);
    expect(logs.Action).toEqual(['logs:CreateLogStream', 'logs:PutLogEvents']);
    expect(more).toEqual([]);
  });

  test('reads keys that were put there by hand: a deployment never writes them', () => {
    const names = propertiesOf(prod, 'AWS::SSM::Parameter').map(({ Name }) => Name);
    expect(names).not.toContain('/waybill/prod/jwks');
    prod.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: Match.objectLike({ WAYBILL_JWKS_PARAMETER: '/waybill/prod/jwks' }) },
    });
  });
});

describe('what API Gateway says by itself', () => {
  const answers = propertiesOf(prod, 'AWS::ApiGateway::GatewayResponse');

  test.each(answers.map((answer) => [answer.ResponseType, answer]))('is a problem: %s', (_, answer) => {
    const problem = JSON.parse(answer.ResponseTemplates['application/json']);
    expect(problem).toEqual({
      type: `urn:waybill:problem:${problem.code}`,
      title: expect.stringMatching(/^[A-Z]/),
      status: Number(answer.StatusCode),
      code: expect.stringMatching(/^[a-z-]+$/),
      correlation: '$context.requestId',
    });
    expect(answer.ResponseParameters).toMatchObject({
      'gatewayresponse.header.Content-Type': "'application/problem+json'",
      'gatewayresponse.header.Access-Control-Allow-Origin': "'*'",
    });
  });

  test.each([
    ['UNAUTHORIZED', '401', 'not-signed-in'],
    ['ACCESS_DENIED', '403', 'not-allowed'],
    ['MISSING_AUTHENTICATION_TOKEN', '404', 'not-found'],
    ['REQUEST_TOO_LARGE', '413', 'body-too-large'],
    ['THROTTLED', '429', 'too-many-requests'],
    ['DEFAULT_5XX', '500', 'unexpected'],
  ])('%s is %s %s', (type, status, code) => {
    const answer = answers.find(({ ResponseType }) => ResponseType === type);
    expect(answer.StatusCode).toBe(status);
    expect(answer.ResponseTemplates['application/json']).toContain(`"code":"${code}"`);
  });
});

test('the kernel is a layer on AWS, and travels in every bundle elsewhere', () => {
  prod.resourceCountIs('AWS::Lambda::LayerVersion', 1);
  local.resourceCountIs('AWS::Lambda::LayerVersion', 0);
});

test('a stage has a name that fits', () => {
  expect(() => stageNamed('Next Tuesday')).toThrow('is no name for a stage');
  expect(stageNamed('tuesday')).toMatchObject({ name: 'tuesday', keepData: false, sharesKernel: true });
  expect(stageNamed()).toMatchObject({ name: 'local', keepData: false, traces: false });
});

const keys = (hash: string, range: string) => [
  { AttributeName: hash, KeyType: 'HASH' },
  { AttributeName: range, KeyType: 'RANGE' },
];
const index = (name: string) => ({
  IndexName: name,
  KeySchema: keys(`${name}pk`, `${name}sk`),
  Projection: { ProjectionType: 'ALL' },
});
