import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { stageNamed } from '#lib/stage';
import { described, flat, propertiesOf, sampleContexts, source, templatesOn } from './support/sample-app.ts';

const of = (stage: string) => templatesOn(stage).Foundation!;
const [prod, emulator] = [of('prod'), of('emulator')];

describe('the table', () => {
  test('is one, with six sparse indexes of keys only, a stream of new images and a time to live', () => {
    prod.resourceCountIs('AWS::DynamoDB::Table', 1);
    prod.hasResourceProperties('AWS::DynamoDB::Table', {
      TableName: 'waybill-prod',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: keys('pk', 'sk'),
      GlobalSecondaryIndexes: [1, 2, 3, 4, 5, 6].map((i) => index(`gsi${i}`)),
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

  test.each(['emulator', 'tuesday'])('is deleted with %s', (stage) => {
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
  const functionIn = (template: typeof prod) =>
    propertiesOf(template, 'AWS::Lambda::Function')
      .map(flat)
      .find(({ Handler }) => Handler === 'authorizer.authorizer');
  const mayIn = (template: typeof prod) =>
    propertiesOf(template, 'AWS::IAM::Role').map(flat)[0].Policies[0].PolicyDocument.Statement;

  test('is invoked for every request: no result is cached', () => {
    prod.hasResourceProperties('AWS::ApiGateway::Authorizer', {
      Type: 'REQUEST',
      IdentitySource: Match.absent(),
      AuthorizerResultTtlInSeconds: 0,
    });
  });

  test('may read the public keys, the key of the source pseudonyms and the places of addresses, and have these looked up', () => {
    const [places, keys, lookUps, logs, traces, ...more] = mayIn(prod);
    expect(places).toMatchObject({
      Action: ['dynamodb:Query', 'dynamodb:GetItem'],
      Condition: {
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': expect.arrayContaining(['geo#-#record#who-is#*']) },
      },
    });
    expect(lookUps).toMatchObject({
      Action: 'sqs:SendMessage',
      Resource: expect.stringContaining('LookUpsPostedQueue'),
    });
    expect(keys.Action).toBe('ssm:GetParameter');
    expect(keys.Resource).toEqual([
      expect.stringMatching(/:parameter\/waybill\/prod\/jwks$/),
      expect.stringMatching(/:parameter\/waybill\/prod\/source-key$/),
    ]);
    expect(logs.Action).toEqual(['logs:CreateLogStream', 'logs:PutLogEvents']);
    expect(traces.Action).toEqual(['xray:PutTraceSegments', 'xray:PutTelemetryRecords']);
    expect(more).toEqual([]);
  });

  test('sends to a queue of its own stack, which other stacks find by name', () => {
    const names = propertiesOf(prod, 'AWS::SSM::Parameter').map(({ Name }) => Name);
    expect(names).toEqual(
      expect.arrayContaining([
        '/waybill/prod/queues/look-ups/arn',
        '/waybill/prod/queues/look-ups/url',
        '/waybill/prod/foundation/dead-letters',
      ]),
    );
    expect(Object.keys(functionIn(prod).Environment.Variables)).toContain('WAYBILL_QUEUE_LOOK_UPS_URL');
  });

  test('reads keys that identity publishes: a deployment never writes them', () => {
    const names = propertiesOf(prod, 'AWS::SSM::Parameter').map(({ Name }) => Name);
    expect(names).not.toContain('/waybill/prod/jwks');
  });

  test('reads keys of its own stage only, on emulators as on AWS', () => {
    for (const stage of ['emulator', 'dev', 'prod', 'tuesday']) {
      const keys = mayIn(of(stage)).find(({ Action }: any) => Action === 'ssm:GetParameter');
      expect(keys.Resource).toEqual(
        ['jwks', 'source-key'].map((name) => expect.stringMatching(`:parameter/waybill/${stage}/${name}$`)),
      );
    }
  });

  test('is the one of a context, if one has it, with the permissions that it declares', () => {
    const key = source('organizations', 'api-key');
    const authorizer = described({ kind: 'authorizer', reads: { key } });
    const template = templatesOn('prod', { ...sampleContexts, organizations: { authorizer } }).Foundation!;
    const reads = mayIn(template).find(({ Action }: any) => Action.includes('dynamodb:Query'));
    expect(reads).toMatchObject({
      Action: ['dynamodb:Query', 'dynamodb:GetItem', 'dynamodb:BatchGetItem'],
      Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['organizations#*#api-key#*'] } },
    });
    expect(functionIn(template).Environment.Variables.WAYBILL_TABLE).toBe('waybill-prod');
  });
});

describe('the API', () => {
  test.each(['dev', 'prod', 'tuesday'])(
    'takes TLS 1.2 and 1.3 with forward secrecy, and nothing older, on %s',
    (stage) =>
      of(stage).hasResourceProperties('AWS::ApiGateway::RestApi', {
        SecurityPolicy: 'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09',
        EndpointAccessMode: 'STRICT',
      }),
  );

  test.each([prod, emulator])('compresses large responses, and none with a token', (template) =>
    template.hasResourceProperties('AWS::ApiGateway::RestApi', { MinimumCompressionSize: 8_192 }),
  );

  test('has no TLS settings on an emulator', () =>
    emulator.hasResourceProperties('AWS::ApiGateway::RestApi', {
      SecurityPolicy: Match.absent(),
      EndpointAccessMode: Match.absent(),
    }));
});

describe('a response of API Gateway itself', () => {
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

test('a stage has a valid name', () => {
  expect(() => stageNamed('Next Tuesday')).toThrow('is no name for a stage');
  expect(stageNamed('tuesday')).toMatchObject({ name: 'tuesday', keepData: false });
  expect(stageNamed('emulator')).toMatchObject({ name: 'emulator', keepData: false, traces: false });
});

test('there is no default stage, and none can be named like the local runtime or the tests', () => {
  for (const none of [undefined, '']) expect(() => stageNamed(none)).toThrow('there is no default');
  for (const name of ['local', 'test']) expect(() => stageNamed(name)).toThrow(`The stage ${name} is reserved`);
});

const keys = (hash: string, range: string) => [
  { AttributeName: hash, KeyType: 'HASH' },
  { AttributeName: range, KeyType: 'RANGE' },
];
const index = (name: string) => ({
  IndexName: name,
  KeySchema: keys(`${name}pk`, `${name}sk`),
  Projection: { ProjectionType: 'KEYS_ONLY' },
});
