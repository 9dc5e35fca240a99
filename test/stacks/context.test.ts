import type { Manifest } from '@waybill/kernel';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { functionName } from '#lib/constructs/names';
import { stageNamed } from '#lib/stage';
import { flat, house, propertiesOf, templatesOn } from './support/house.ts';

const templates = templatesOn('prod');
const fleet = templates.Fleet!;

const functionsOf = (template: Template) => propertiesOf(template, 'AWS::Lambda::Function').map(flat);
const handler = (name: string) => functionsOf(fleet).find(({ Handler }) => Handler === `fleet.${name}`);
const mayOf = (template: Template, name: string) => {
  const role = Object.entries(template.findResources('AWS::IAM::Role')).find(([id]) => id.startsWith(`${name}Role`));
  return flat(role![1].Properties).Policies[0].PolicyDocument.Statement;
};

describe('a function', () => {
  test('is a Lambda of its own if it has a route, an event or a time; internal commands and projections are not', () =>
    expect(
      functionsOf(fleet)
        .map(({ Handler }) => Handler)
        .toSorted(),
    ).toEqual([
      'fleet.changeStatus',
      'fleet.changeStatuses',
      'fleet.createDriver',
      'fleet.getDriver',
      'fleet.remindOfLicences',
      'fleet.settleDriverOfDelivery',
    ]));

  test('is found by the name of its export', () =>
    expect(handler('createDriver').FunctionName).toBe('waybill-prod-fleet-create-driver'));

  test('has a name that Lambda allows, however long it is called', () => {
    const long = functionName(stageNamed('prod'), 'deliveries', `do${'VeryMuch'.repeat(9)}`);
    expect(long).toMatch(/^waybill-prod-deliveries-do-.*-[0-9a-f]{8}$/);
    expect(long).toHaveLength(64);
  });

  test('runs on Node.js 24 on arm64, knows where it is, and logs to a place of its own', () => {
    expect(handler('createDriver')).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      MemorySize: 512,
      Environment: {
        Variables: {
          NODE_OPTIONS: '--enable-source-maps',
          POWERTOOLS_SERVICE_NAME: 'fleet',
          POWERTOOLS_TRACE_ENABLED: 'true',
          WAYBILL_STAGE: 'prod',
          WAYBILL_TABLE: 'waybill-prod',
          WAYBILL_BUS: 'waybill-prod',
        },
      },
    });
    expect(new Set(functionsOf(fleet).map(({ LoggingConfig }) => LoggingConfig.LogGroup)).size).toBe(6);
  });

  test.each([
    ['createDriver', 10],
    ['getDriver', 10],
    ['settleDriverOfDelivery', 60],
    ['remindOfLicences', 300],
  ])('%s takes %i seconds at most', (name, seconds) => expect(handler(name).Timeout).toBe(seconds));

  test('touches keys of another context only where its definition says so', () => {
    const keys = mayOf(templates.Deliveries!, 'CreateDelivery').flatMap(
      ({ Condition }: any) => Condition?.['ForAllValues:StringLike']['dynamodb:LeadingKeys'] ?? [],
    );
    expect([...new Set(keys)].toSorted()).toEqual([
      'deliveries#*#claim#*',
      'deliveries#*#delivery#*',
      'fleet#*#bookings#driver',
      'fleet#*#bookings#driver#*',
      'fleet#*#bookings#vehicle',
      'fleet#*#bookings#vehicle#*',
      'routes#*#route#*',
    ]);
  });

  test('that asks cannot write', () => {
    const actions = mayOf(fleet, 'GetDriver').flatMap(({ Action }: any) => Action);
    expect(actions.filter((action: string) => action.startsWith('dynamodb:'))).not.toHaveLength(0);
    expect(actions.join()).not.toMatch(/dynamodb:(Put|Update|Delete|BatchWrite)/);
  });

  test('is run by API Gateway for its own route only', () => {
    const sources = propertiesOf(fleet, 'AWS::Lambda::Permission').map(({ SourceArn }) => flat(SourceArn));
    const routes = sources.flatMap((arn) => /\/v1\/(.+)$/.exec(arn)?.[1] ?? []);
    expect(routes.toSorted()).toEqual(['GET/drivers/*', 'POST/drivers', 'POST/drivers/status', 'PUT/drivers/*/status']);
  });
});

describe('a reaction', () => {
  test('hears of its event through a queue, five times at most', () => {
    fleet.hasResourceProperties('AWS::Events::Rule', {
      EventBusName: 'waybill-prod',
      EventPattern: { 'detail-type': ['DeliveryFinished'] },
      Targets: [{ Arn: Match.objectLike({ 'Fn::GetAtt': [Match.stringLikeRegexp('Queue'), 'Arn'] }) }],
    });
    fleet.hasResourceProperties('AWS::SQS::Queue', {
      VisibilityTimeout: 360,
      RedrivePolicy: Match.objectLike({ maxReceiveCount: 5 }),
    });
  });

  test('fails for one message without failing for the rest', () =>
    fleet.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    }));
});

describe('a schedule', () => {
  test('comes by the clock', () =>
    fleet.hasResourceProperties('AWS::Events::Rule', { ScheduleExpression: 'cron(0 6 ? * MON-FRI *)' }));

  test('leaves a dead letter when it fails', () =>
    expect(handler('remindOfLicences')).toHaveProperty('DeadLetterConfig'));

  test('that AWS would not take is refused before it is deployed', () => {
    const never = {
      definition: { kind: 'schedule', name: 'never', every: 'cron(0 6 * * * *)' },
    } as unknown as Manifest[string];
    expect(() => templatesOn('local', { fleet: { never } })).toThrow(
      'fleet.never: cron(0 6 * * * *) needs exactly one ?',
    );
  });
});

test('a context without anything asynchronous has no dead letters', () =>
  templates.Routes!.resourceCountIs('AWS::SQS::Queue', 0));

test('what runs on AWS is traced, what runs on an emulator is not', () => {
  expect(handler('getDriver').TracingConfig).toEqual({ Mode: 'Active' });
  const [local] = functionsOf(templatesOn('local', { routes: house.routes! }).Routes!);
  expect(local.TracingConfig).toBeUndefined();
  expect(local.Layers).toBeUndefined();
});
