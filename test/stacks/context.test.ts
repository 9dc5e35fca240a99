import { parameter, queue, z } from '@waybill/kernel';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import * as comms from '#functions/comms/manifest';
import { requestSettings } from '#lib/constructs/compute/environment';
import { functionName } from '#lib/constructs/names';
import { type Stage, stageNamed, stages } from '#lib/stage';
import { appOn, described, exportOf, flat, propertiesOf, sampleContexts, templatesOn } from './support/sample-app.ts';

const templates = templatesOn('prod');
const fleet = templates.Fleet!;

const functionsOf = (template: Template) => propertiesOf(template, 'AWS::Lambda::Function').map(flat);
const handler = (name: string) => functionsOf(fleet).find((lambda) => exportOf(lambda) === `fleet.${name}`);
const mayOf = (template: Template, name: string) => {
  const role = Object.entries(template.findResources('AWS::IAM::Role')).find(([id]) => id.startsWith(`${name}Role`));
  return flat(role![1].Properties).Policies[0].PolicyDocument.Statement;
};

describe('a function', () => {
  test('is a Lambda if it has a route, an event or a schedule; internal commands and projections are not', () =>
    expect(functionsOf(fleet).map(exportOf).toSorted()).toEqual([
      'fleet.changeStatus',
      'fleet.changeStatuses',
      'fleet.createDriver',
      'fleet.getDriver',
      'fleet.printLabel',
      'fleet.remindOfLicences',
      'fleet.settleDriverOfDelivery',
    ]));

  test('is found by the name of its export', () =>
    expect(handler('createDriver').FunctionName).toBe('waybill-prod-fleet-create-driver'));

  test('has a name that Lambda allows, however long its export is', () => {
    const long = functionName(stageNamed('prod'), 'deliveries', `do${'VeryMuch'.repeat(9)}`);
    expect(long).toMatch(/^waybill-prod-deliveries-do-.*-[0-9a-f]{8}$/);
    expect(long).toHaveLength(64);
  });

  test('runs on Node.js 24 on arm64, with its stage in the environment and a separate log group', () => {
    expect(handler('createDriver')).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      MemorySize: 512,
      Environment: {
        Variables: {
          POWERTOOLS_SERVICE_NAME: 'fleet',
          POWERTOOLS_TRACE_ENABLED: 'true',
          WAYBILL_STAGE: 'prod',
          WAYBILL_TABLE: 'waybill-prod',
          WAYBILL_BUS: 'waybill-prod',
        },
      },
    });
    expect(new Set(functionsOf(fleet).map(({ LoggingConfig }) => LoggingConfig.LogGroup)).size).toBe(7);
  });

  test.each([
    ['createDriver', 10],
    ['getDriver', 10],
    ['settleDriverOfDelivery', 60],
    ['printLabel', 60],
    ['remindOfLicences', 300],
  ])('%s has a timeout of %i seconds', (name, seconds) => expect(handler(name).Timeout).toBe(seconds));

  test('has access to keys of another context only if it declares so', () => {
    const keys = mayOf(templates.Deliveries!, 'CreateDelivery').flatMap(
      ({ Condition }: any) => Condition?.['ForAllValues:StringLike']['dynamodb:LeadingKeys'] ?? [],
    );
    expect([...new Set(keys)].toSorted()).toEqual([
      'deliveries#*#delivery#*',
      'fleet#*#bookings#driver',
      'fleet#*#bookings#driver#*',
      'fleet#*#bookings#vehicle',
      'fleet#*#bookings#vehicle#*',
      'limits#-#rate#*',
      'routes#*#route#*',
    ]);
  });

  test('that is a query cannot write, but count its requests', () => {
    const isCount = ({ Condition }: any) =>
      String(Condition?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys']) === 'limits#-#rate#*';
    const all = mayOf(fleet, 'GetDriver');
    expect(all.filter(isCount).map(({ Action }: any) => Action)).toEqual([['dynamodb:Query', 'dynamodb:UpdateItem']]);
    const actions = all.filter((one: any) => !isCount(one)).flatMap(({ Action }: any) => Action);
    expect(actions.filter((action: string) => action.startsWith('dynamodb:'))).not.toHaveLength(0);
    expect(actions.join()).not.toMatch(/dynamodb:(Put|Update|Delete|BatchWrite)/);
  });

  test('may be invoked by API Gateway for its own route only', () => {
    const sources = propertiesOf(fleet, 'AWS::Lambda::Permission').map(({ SourceArn }) => flat(SourceArn));
    const routes = sources.flatMap((arn) => /\/v1\/(.+)$/.exec(arn)?.[1] ?? []);
    expect(routes.toSorted()).toEqual(['GET/drivers/*', 'POST/drivers', 'POST/drivers/status', 'PUT/drivers/*/status']);
  });
});

describe('a reaction', () => {
  test('receives its event from a queue, five times at most', () => {
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

  test('can fail for one message of a batch alone', () =>
    fleet.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    }));
});

describe('a worker', () => {
  const labels = queue('labels', z.strictObject({ driverId: z.string() }));
  const order = described({ kind: 'endpoint', route: 'POST /labels', role: 'agent', uses: { labels } });
  const contexts = { ...sampleContexts, deliveries: { order }, fleet: sampleContexts.fleet! };
  const { Deliveries: deliveries, Fleet: owner, Observability: watch } = templatesOn('prod', contexts);

  test('takes messages from the queue of its context, a limited number at the same time', () => {
    const feeds = propertiesOf(owner!, 'AWS::Lambda::EventSourceMapping').map(flat);
    expect(feeds.filter(({ EventSourceArn }) => EventSourceArn.startsWith('<Labels'))).toMatchObject([
      { FunctionName: expect.stringMatching(/^<PrintLabel/), ScalingConfig: { MaximumConcurrency: 5 }, BatchSize: 10 },
    ]);
    expect(mayOf(owner!, 'PrintLabel')).toContainEqual({
      Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
      Effect: 'Allow',
      Resource: expect.stringMatching(/^<Labels/),
    });
  });

  test('may be sent messages by another context, which finds its queue by name', () => {
    expect(propertiesOf(deliveries!, 'AWS::SQS::Queue')).toEqual([]);
    const parameters = Object.values(deliveries!.toJSON().Parameters).map(({ Default }: any) => Default);
    expect(parameters).toEqual(
      expect.arrayContaining(['/waybill/prod/queues/labels/arn', '/waybill/prod/queues/labels/url']),
    );
    const send = mayOf(deliveries!, 'Order').filter(({ Action }: any) => Action === 'sqs:SendMessage');
    expect(send).toMatchObject([{ Resource: expect.stringMatching(/queueslabelsarn/) }]);
  });

  test('is deployed before the contexts that send to it', () => {
    const { stacks } = appOn('prod', contexts);
    const sender = stacks.find(({ node }) => node.path === 'Deliveries')!;
    expect(sender.dependencies.map(({ node }) => node.path).toSorted()).toEqual(['Fleet', 'Foundation']);
  });

  test('has the dead letters of its context, watched by an alarm; a sender has none', () => {
    const alarms = propertiesOf(watch!, 'AWS::CloudWatch::Alarm').map(({ AlarmName }) => AlarmName);
    expect(alarms).toContain('waybill-prod-fleet-dead-letters');
    expect(alarms).not.toContain('waybill-prod-deliveries-dead-letters');
  });
});

describe('a schedule', () => {
  test('runs at its times', () =>
    fleet.hasResourceProperties('AWS::Events::Rule', { ScheduleExpression: 'cron(0 6 ? * MON-FRI *)' }));

  test('leaves a dead letter when it fails', () =>
    expect(handler('remindOfLicences')).toHaveProperty('DeadLetterConfig'));

  test('that AWS would refuse is refused before the deployment', () => {
    const never = described({ kind: 'schedule', name: 'never', every: 'cron(0 6 * * * *)' });
    expect(() => templatesOn('emulator', { fleet: { never } })).toThrow(
      'fleet.never: cron(0 6 * * * *) needs exactly one ?',
    );
  });
});

test('a context without asynchronous functions has no dead-letter queue', () =>
  templates.Routes!.resourceCountIs('AWS::SQS::Queue', 0));

test('functions are traced on AWS, and not on an emulator', () => {
  expect(handler('getDriver').TracingConfig).toEqual({ Mode: 'Active' });
  const [local] = functionsOf(templatesOn('emulator', { routes: sampleContexts.routes! }).Routes!);
  expect(local.TracingConfig).toBeUndefined();
  expect(local.Layers).toBeUndefined();
});

describe('access beyond the table', () => {
  const endpoint = (route: string, access: object) =>
    described({ kind: 'endpoint', route, role: 'officer', ...access });
  const mails = queue('mails');
  const authSecret = parameter('auth-secret', { secret: true });
  const contexts = {
    ...sampleContexts,
    identity: {
      signUp: endpoint('POST /auth/sign-up', { writes: { authSecret }, uses: { mails } }),
      invite: endpoint('POST /invitations', { uses: { mails } }),
      getJwks: endpoint('GET /auth/jwks', { reads: { jwks: parameter('jwks') } }),
      seedSecrets: described({
        kind: 'setup',
        name: 'seedSecrets',
        writes: { authSecret: parameter('auth-secret', { secret: true, once: true }) },
      }),
      signIn: endpoint('POST /auth/sign-in', { reads: { authSecret }, writes: { sameSecret: authSecret } }),
    },
  };
  const { Identity: identity, Observability: watch } = templatesOn('prod', contexts);
  const may = (name: string, action: string) =>
    mayOf(identity!, name).filter(({ Action }: any) => [Action].flat().includes(action));
  const functionCalled = (name: string) =>
    functionsOf(identity!).find((lambda) => exportOf(lambda) === `identity.${name}`);

  test('to parameters is read, or read and write, by name', () => {
    expect(may('GetJwks', 'ssm:GetParameter').map(({ Resource }: any) => Resource)).toEqual([
      expect.stringMatching(/:parameter\/waybill\/prod\/jwks$/),
    ]);
    expect(may('GetJwks', 'ssm:PutParameter')).toEqual([]);
    for (const action of ['ssm:GetParameter', 'ssm:PutParameter'])
      for (const name of ['SignUp', 'SignIn'])
        expect(may(name, action).map(({ Resource }: any) => Resource)).toEqual([
          expect.stringMatching(/:parameter\/waybill\/prod\/auth-secret$/),
        ]);
  });

  test('to a parameter that is only created does not allow changes', () => {
    const deny = may('SeedSecrets', 'ssm:PutParameter').filter(({ Effect }: any) => Effect === 'Deny');
    expect(deny).toEqual([
      expect.objectContaining({
        Resource: expect.stringMatching(/:parameter\/waybill\/prod\/auth-secret$/),
        Condition: { StringEquals: { 'ssm:Overwrite': 'true' } },
      }),
    ]);
    expect(may('SignUp', 'ssm:PutParameter').map(({ Effect }: any) => Effect)).toEqual(['Allow']);
  });

  test('of a setup function is used at every deployment, which waits for it', () => {
    const [run, ...more] = propertiesOf(identity!, 'Custom::Setup').map(flat);
    expect(more).toEqual([]);
    expect(run).toMatchObject({
      ServiceToken: expect.stringMatching(/^<SeedSecrets\w+\.Arn>$/),
      ServiceTimeout: '300',
    });
    expect(Math.abs(Date.now() - Date.parse(run.deployedAt))).toBeLessThan(3_600_000);
    expect(propertiesOf(identity!, 'AWS::Lambda::Permission').map(flat)).not.toContainEqual(
      expect.objectContaining({ FunctionName: run.ServiceToken }),
    );
  });

  test('to a queue is granted to declared senders, with its URL in the environment', () => {
    expect(may('SignUp', 'sqs:SendMessage')).toEqual(may('Invite', 'sqs:SendMessage'));
    expect(may('SignUp', 'sqs:SendMessage')).toHaveLength(1);
    expect(may('GetJwks', 'sqs:SendMessage')).toEqual([]);
    expect(functionCalled('signUp').Environment.Variables.WAYBILL_QUEUE_MAILS_URL).toMatch(/^<Mails/);
    expect(functionCalled('getJwks').Environment.Variables).not.toHaveProperty('WAYBILL_QUEUE_MAILS_URL');
  });

  test('to a queue is by name: it exists once, encrypted, with four days of retention and dead letters', () => {
    const queues = propertiesOf(identity!, 'AWS::SQS::Queue').filter(({ RedrivePolicy }) => RedrivePolicy);
    expect(queues).toHaveLength(1);
    expect(queues[0]).toMatchObject({
      MessageRetentionPeriod: 4 * 86_400,
      SqsManagedSseEnabled: true,
      VisibilityTimeout: 360,
      RedrivePolicy: { maxReceiveCount: 5 },
    });
    const names = propertiesOf(identity!, 'AWS::SSM::Parameter').map(({ Name }) => Name);
    expect(names.toSorted()).toEqual([
      '/waybill/prod/identity/dead-letters',
      '/waybill/prod/queues/mails/arn',
      '/waybill/prod/queues/mails/url',
    ]);
    expect(propertiesOf(watch!, 'AWS::CloudWatch::Alarm').map(({ AlarmName }) => AlarmName)).toContain(
      'waybill-prod-identity-dead-letters',
    );
  });

  test('to the URL of the web app is for identity only', () => {
    expect(functionCalled('signUp').Environment.Variables.WAYBILL_WEB_URL).toBe('https://waybill.example');
    expect(handler('getDriver').Environment.Variables).not.toHaveProperty('WAYBILL_WEB_URL');
    const local = templatesOn('emulator', contexts).Identity!;
    expect(functionsOf(local)[0].Environment.Variables).toMatchObject({
      WAYBILL_WEB_URL: 'http://localhost:5173',
      WAYBILL_ORIGINS: 'http://localhost:3000',
    });
  });

  test('uses one URL of the API in identity and the authorizer, which no request can change', () => {
    const apiUrl = functionCalled('signUp').Environment.Variables.WAYBILL_API_URL;
    expect(JSON.stringify(apiUrl)).toMatch(/https:\/\/.*\.execute-api\..*\/v1/);
    const [authorizer] = functionsOf(templatesOn('prod', contexts).Foundation!).filter(({ FunctionName }) =>
      FunctionName.includes('authorizer'),
    );
    expect(JSON.stringify(authorizer.Environment.Variables.WAYBILL_API_URL)).toMatch(/\.execute-api\..*\/v1/);
    expect(handler('getDriver').Environment.Variables).not.toHaveProperty('WAYBILL_API_URL');
  });

  test('is the base of the links in messages', () => {
    const [deliver] = functionsOf(templatesOn('prod', { comms }).Comms!).filter(({ FunctionName }) =>
      FunctionName.endsWith('-deliver'),
    );
    expect(JSON.stringify(deliver.Environment.Variables.WAYBILL_API_URL)).toMatch(/\.execute-api\..*\/v1/);
  });

  test('is limited by network without trusted headers, unless the stage configures otherwise', () => {
    const { Variables } = functionCalled('signUp').Environment;
    expect(Variables).not.toHaveProperty('WAYBILL_TRUSTED_PROXY');
    expect(Variables).not.toHaveProperty('WAYBILL_ADDRESS_SHARE');
    const [emulated] = functionsOf(templatesOn('emulator', contexts).Identity!);
    expect(emulated.Environment.Variables.WAYBILL_ADDRESS_SHARE).toBe('1000');
    expect(Variables).not.toHaveProperty('WAYBILL_TRUSTED_NETWORKS');
    expect(Object.values(stages).filter((stage: Stage) => stage.trustedProxy || stage.trustedNetworks)).toEqual([]);
  });

  test('trusts networks of proxies only as the stage names them, and none that is not a network', () => {
    const of = (...trustedNetworks: string[]) => requestSettings({ ...stages.prod, trustedNetworks });
    expect(of('10.0.0.0/8', '2001:db8::/32')).toEqual({ WAYBILL_TRUSTED_NETWORKS: '10.0.0.0/8,2001:db8::/32' });
    expect(() => of('10.0.0.0')).toThrow();
    expect(() => of('proxy.example')).toThrow();
  });
});
