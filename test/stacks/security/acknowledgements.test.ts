import type { Contexts } from '@waybill/kernel';
import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import { describe, expect, test } from 'vitest';
import * as all from '#functions/contexts';
import { httpOf } from '#test/support/http/definitions';
import { appOn, flat, propertiesOf, templatesOn } from '../support/sample-app.ts';

/** The AWS Solutions rules that are suppressed, and checks that the stated reasons are true. */
const contexts: Contexts = all;
const key = Validations.ACKNOWLEDGED_RULES_METADATA_KEY;

interface Acknowledged {
  readonly path: string;
  readonly id: string;
  readonly reason: string;
}

const acknowledgedIn = (construct: IConstruct): Acknowledged[] => [
  ...construct.node.metadata
    .filter(({ type }) => type === key)
    .flatMap(({ data }) =>
      Object.entries<string>(data).map(([id, reason]) => ({
        path: construct.node.path,
        id: id.replace(/^annotation::/i, ''),
        reason,
      })),
    ),
  ...construct.node.children.flatMap(acknowledgedIn),
];

/** All findings of the rules, suppressed or not. */
const findingsIn = (app: App) => {
  Object.assign(Validations, { ACKNOWLEDGED_RULES_METADATA_KEY: 'nothing is acknowledged' });
  try {
    const { violations } = new AwsSolutionsChecks().validateScope(app);
    return violations.flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath }) => ({ id: ruleName, path: constructPath })),
    );
  } finally {
    Object.assign(Validations, { ACKNOWLEDGED_RULES_METADATA_KEY: key });
  }
};

const { app } = appOn('prod', contexts);
const acknowledged = acknowledgedIn(app);
const templates = templatesOn('prod', contexts);
const everywhere = (type: string): any[] =>
  Object.values(templates).flatMap((template) => propertiesOf(template, type).map(flat));
const functions = Object.values(contexts).flatMap((manifest) =>
  Object.values(manifest).map(({ definition }) => definition),
);
const endpoints = functions
  .flatMap((definition) => httpOf(definition) ?? [])
  .flatMap(({ route, role, input }) => (route ? [{ route: String(route), role, input }] : []));
const list = (value: string | string[]) => [value].flat();
const statements = everywhere('AWS::IAM::Role').flatMap(({ Policies = [] }) =>
  Policies.flatMap(({ PolicyDocument }: any) => PolicyDocument.Statement),
);
/** The actions that roles allow, or deny, on the resources of these patterns. */
const actionsOn = (isIt: (resource: string) => boolean, effect = 'Allow') => [
  ...new Set<string>(
    statements.flatMap(({ Effect, Action, Resource }) =>
      Effect === effect && list(Resource).some(isIt) ? list(Action) : [],
    ),
  ),
];

test('exactly the acknowledged findings are tested here', () => {
  const proven = [
    'AwsSolutions-APIG2',
    'AwsSolutions-APIG3',
    'AwsSolutions-APIG4',
    'AwsSolutions-COG4',
    'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]',
    'AwsSolutions-IAM5[Resource::*]',
    'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:ses:*:<AWS::AccountId>:configuration-set/*]',
    'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:ses:*:<AWS::AccountId>:identity/*]',
    'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:sqs:<AWS::Region>:<AWS::AccountId>:waybill-prod-*]',
    'AwsSolutions-SQS3',
  ];
  expect([...new Set(acknowledged.map(({ id }) => id))].toSorted()).toEqual(proven);
  const throwAway = acknowledgedIn(appOn('tuesday', contexts).app).map(({ id }) => id);
  expect(
    [...new Set(throwAway)].filter((id) => !proven.some((known) => known.replace('prod', 'tuesday') === id)),
  ).toEqual(['AwsSolutions-DDB3']);
});

test('every acknowledgement has a finding', () => {
  const findings = findingsIn(app);
  expect(findings.length).toBeGreaterThan(10);
  const idle = acknowledged.filter(
    ({ id, path }) => !findings.some((found) => found.id === id && `${found.path}/`.startsWith(`${path}/`)),
  );
  expect(idle).toEqual([]);
});

describe('the reason given is true', () => {
  test('COG4: every method that is not public has our authorizer, and there is no user pool', () => {
    const methods = everywhere('AWS::ApiGateway::Method');
    const authorizers = new Set(methods.map(({ AuthorizerId }) => AuthorizerId).filter(Boolean));
    expect(authorizers.size).toBe(1);
    expect(everywhere('AWS::ApiGateway::Authorizer').map(({ Type }) => Type)).toEqual(['REQUEST']);
    expect(everywhere('AWS::Cognito::UserPool')).toEqual([]);
    const guarded = methods.filter(({ AuthorizationType }) => AuthorizationType === 'CUSTOM');
    expect(guarded.length).toBe(endpoints.filter(({ role }) => !['anyone', 'person'].includes(role)).length);
    for (const { AuthorizationType, AuthorizerId } of methods)
      expect(AuthorizationType === 'NONE' || (AuthorizationType === 'CUSTOM' && Boolean(AuthorizerId))).toBe(true);
  });

  test('APIG4: the public methods are those that their definitions declare, each with a reason', () => {
    const open = acknowledged.filter(({ id }) => id === 'AwsSolutions-APIG4');
    const saying = (role: string) =>
      open
        .filter(({ reason }) => reason.includes(`role ${role}:`))
        .map(({ path }) => path.replace(/^Edge\/Routes\/[^/]+\//, ''));
    const defined = (role: string) => endpoints.filter((it) => it.role === role).map(({ route }) => route);
    // A slash in the name of a construct becomes two dashes in its path.
    const asPath = (route: string) => route.replaceAll('/', '--');
    for (const role of ['anyone', 'person'])
      expect(saying(role).toSorted()).toEqual(defined(role).map(asPath).toSorted());
    const openMethods = everywhere('AWS::ApiGateway::Method').filter(
      ({ AuthorizationType, HttpMethod }) => AuthorizationType === 'NONE' && HttpMethod !== 'OPTIONS',
    );
    expect(openMethods).toHaveLength(defined('anyone').length + defined('person').length);
  });

  test('APIG2: every function has a schema that refuses unknown fields', () => {
    for (const { route, input } of endpoints) {
      const { error } = input.safeParse({ 'no such field': 1 });
      const unknown = error?.issues.flatMap((issue: any) => (issue.code === 'unrecognized_keys' ? issue.keys : []));
      expect(unknown, route).toEqual(['no such field']);
    }
  });

  test('APIG3: no web ACL is attached, and the stage throttles', () => {
    expect(everywhere('AWS::WAFv2::WebACLAssociation')).toEqual([]);
    const [{ MethodSettings }] = everywhere('AWS::ApiGateway::Stage');
    expect(MethodSettings).toMatchObject([{ HttpMethod: '*', ResourcePath: '/*', ThrottlingRateLimit: 2000 }]);
  });

  test('SQS3: the parked queue is the dead-letter queue of both stream readers', () => {
    const onFailure = propertiesOf(templates.Streams!, 'AWS::Lambda::EventSourceMapping').map(
      (reader) => flat(reader).DestinationConfig.OnFailure.Destination,
    );
    const parameters = templates.Streams!.findParameters('*');
    const [named, ...others] = [...new Set(onFailure.map((ref: string) => ref.replace(/[<>]/g, '')))];
    expect(others).toEqual([]);
    expect(parameters[named!]!.Default).toBe('/waybill/prod/parked-queue-arn');
    const published = propertiesOf(templates.Foundation!, 'AWS::SSM::Parameter').map(flat);
    const { Value } = published.find(({ Name }) => Name === '/waybill/prod/parked-queue-arn');
    expect(Value).toMatch(/^<Parked\w+\.Arn>$/);
  });

  test('IAM5: on all resources only actions without resource-level permissions are allowed, and SMS', () => {
    expect(actionsOn((resource) => resource === '*').toSorted()).toEqual([
      'dynamodb:ListStreams',
      'sns:Publish',
      'sqs:ListQueues',
      'xray:PutTelemetryRecords',
      'xray:PutTraceSegments',
    ]);
  });

  test('IAM5: on all queues of the stage only their attributes may be read', () => {
    expect(actionsOn((resource) => /:sqs:.*\*$/.test(resource))).toEqual(['sqs:GetQueueAttributes']);
    const others = (resource: string) => resource !== '*' && resource.includes('*') && !/:(sqs|ses):/.test(resource);
    expect(actionsOn(others)).toEqual([]);
  });

  test('IAM5: one role may send e-mails, as any identity of this account, and do nothing else with them', () => {
    expect(actionsOn((resource) => resource.includes(':ses:'))).toEqual(['ses:SendEmail']);
    const [sending, ...others] = statements.filter(({ Action }) => list(Action).includes('ses:SendEmail'));
    expect(others).toEqual([]);
    expect(sending.Resource).toEqual([
      'arn:<AWS::Partition>:ses:*:<AWS::AccountId>:identity/*',
      'arn:<AWS::Partition>:ses:*:<AWS::AccountId>:configuration-set/*',
    ]);
  });

  test('IAM5: the role that may send SMS may publish to no topic and no device', () => {
    const publishing = statements.filter(({ Action }) => list(Action).some((action) => action.startsWith('sns:')));
    expect(publishing).toEqual([
      { Effect: 'Allow', Action: 'sns:Publish', Resource: '*' },
      { Effect: 'Deny', Action: 'sns:Publish', Resource: 'arn:<AWS::Partition>:sns:*:*:*' },
    ]);
    expect(actionsOn((resource) => resource.includes(':sns:'))).toEqual([]);
  });

  test('IAM4: only the account’s role for the logs of API Gateway has an AWS managed policy', () => {
    const managed = everywhere('AWS::IAM::Role').filter(({ ManagedPolicyArns }) => ManagedPolicyArns?.length);
    expect(
      managed.map(({ AssumeRolePolicyDocument }) => AssumeRolePolicyDocument.Statement[0].Principal.Service),
    ).toEqual(['apigateway.amazonaws.com']);
  });

  test('DDB3: only throw-away tables have no point-in-time recovery', () => {
    for (const [stage, isKept] of [
      ['prod', true],
      ['dev', true],
      ['tuesday', false],
    ] as const) {
      const [table] = propertiesOf(templatesOn(stage).Foundation!, 'AWS::DynamoDB::Table');
      expect(table.PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled, stage).toBe(isKept);
    }
  });
});
