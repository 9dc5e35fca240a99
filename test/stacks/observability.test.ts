import { readFileSync } from 'node:fs';
import { type Contexts, securitySignals } from '@waybill/kernel';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import * as contexts from '#functions/contexts';
import { ObservabilityStack } from '#lib/stacks/observability-stack';
import { stageNamed } from '#lib/stage';
import { routeOf } from '#test/support/http/definitions';
import { appOn, flat, propertiesOf, sampleContexts, templatesOn } from './support/sample-app.ts';

const { Observability: watch } = templatesOn('prod');
const alarms = propertiesOf(watch!, 'AWS::CloudWatch::Alarm').map(flat);
const alarm = (name: string) => alarms.find(({ AlarmName }) => AlarmName === `waybill-prod-${name}`);
const dimension = (dimensions: any[], name: string) => dimensions.find(({ Name }) => Name === name)?.Value;

const dashboardOf = (of: Contexts, stage = 'prod') => {
  const [dashboard] = propertiesOf(templatesOn(stage, of).Observability!, 'AWS::CloudWatch::Dashboard').map(flat);
  return { name: dashboard.DashboardName, text: dashboard.DashboardBody, body: JSON.parse(dashboard.DashboardBody) };
};
const titled = ({ body }: ReturnType<typeof dashboardOf>, title: string | RegExp) =>
  body.widgets.filter(({ properties }: any) => properties.title.match(title)).map(({ properties }: any) => properties);

describe('the stack', () => {
  test('is deployed last', () => {
    const { stacks } = appOn('prod');
    const last = stacks.find(({ node }) => node.id === 'Observability')!;
    expect(last.dependencies.map(({ node }) => node.id)).toContain('Edge');
    for (const stack of stacks) expect(stack.dependencies).not.toContain(last);
  });

  test('is not deployed to emulators, which have no metrics', () => {
    expect(templatesOn('emulator')).not.toHaveProperty('Observability');
    expect(templatesOn('dev')).toHaveProperty('Observability');
  });

  test('uses only what emulators support: one metric for each alarm, no filters', () => {
    const { Observability } = templatesOn('emulator', sampleContexts, { watches: true });
    expect(Object.values(Observability!.toJSON().Resources).map(({ Type }: any) => Type)).not.toContain(
      'AWS::CloudWatch::CompositeAlarm',
    );
    for (const { Metrics } of propertiesOf(Observability!, 'AWS::CloudWatch::Alarm')) expect(Metrics).toBeUndefined();
    Observability!.resourceCountIs('AWS::Logs::MetricFilter', 0);
  });
});

describe('an alarm', () => {
  test('describes what to do first, and notifies subscribers when it begins and ends', () => {
    expect(alarms).not.toHaveLength(0);
    for (const { AlarmName, AlarmDescription, AlarmActions, OKActions, TreatMissingData } of alarms) {
      expect(AlarmDescription, AlarmName).toMatch(/^First: .{40,}\. More: docs\/operations\.md\.$/);
      expect(AlarmDescription.length, AlarmName).toBeLessThan(1024);
      expect(AlarmActions).toEqual([expect.stringMatching(/^<Topic/)]);
      expect(OKActions).toEqual(AlarmActions);
      expect(TreatMissingData).toBe('notBreaching');
    }
  });

  test('may publish: the topic allows alarms of this account, and only encrypted connections', () => {
    const [policy] = propertiesOf(watch!, 'AWS::SNS::TopicPolicy').map(flat);
    const statements = policy.PolicyDocument.Statement;
    expect(statements).toContainEqual(
      expect.objectContaining({
        Effect: 'Allow',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Action: 'sns:Publish',
        Condition: { StringEquals: { 'aws:SourceAccount': '<AWS::AccountId>' } },
      }),
    );
    expect(statements).toContainEqual(
      expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
    );
  });

  test('goes off when more than 1 % of the responses are server errors over five minutes', () =>
    expect(alarm('server-errors')).toMatchObject({
      Namespace: 'AWS/ApiGateway',
      MetricName: '5XXError',
      Statistic: 'Average',
      Threshold: 0.01,
      Period: 300,
      ComparisonOperator: 'GreaterThanThreshold',
      Dimensions: [
        { Name: 'ApiName', Value: 'waybill-prod' },
        { Name: 'Stage', Value: 'v1' },
      ],
    }));

  test('goes off when 1 % of the responses take more than two seconds', () =>
    expect(alarm('slow-answers')).toMatchObject({ MetricName: 'Latency', ExtendedStatistic: 'p99', Threshold: 2000 }));

  test.each(['projector', 'publisher'])('goes off when the %s is more than 30 seconds late', (name) => {
    const late = alarm(`${name}-late`);
    expect(late).toMatchObject({ MetricName: 'IteratorAge', Statistic: 'Maximum', Threshold: 30_000 });
    expect(dimension(late.Dimensions, 'FunctionName')).toBe(`waybill-prod-streams-${name}`);
  });

  test('goes off for any message in a queue that should be empty', () => {
    const { Foundation, Fleet } = templatesOn('prod');
    const published = [Foundation!, Fleet!].flatMap((template) => propertiesOf(template, 'AWS::SSM::Parameter'));
    const names = published.map(({ Name }) => Name);
    expect(names).toContain('/waybill/prod/parked-queue-arn');
    expect(names).toContain('/waybill/prod/fleet/dead-letters');
    expect(Object.values(watch!.toJSON().Parameters).map(({ Default }: any) => Default)).toEqual(
      expect.arrayContaining(['/waybill/prod/parked-queue-arn', '/waybill/prod/fleet/dead-letters']),
    );
    for (const name of ['parked', 'fleet-dead-letters'])
      expect(alarm(name)).toMatchObject({ MetricName: 'ApproximateNumberOfMessagesVisible', Threshold: 0 });
  });

  test('exists for every dead-letter queue', () => {
    const { Observability, ...others } = templatesOn('prod', contexts);
    const kept = Object.values(others)
      .flatMap((template) => propertiesOf(template, 'AWS::SSM::Parameter'))
      .filter(({ Name }) => Name.endsWith('/dead-letters'));
    const watched = propertiesOf(Observability!, 'AWS::CloudWatch::Alarm').filter(({ AlarmName }) =>
      AlarmName.endsWith('-dead-letters'),
    );
    expect(watched).toHaveLength(kept.length);
  });

  test.each(['table-read', 'table-write', 'functions'])('goes off when %s is throttled', (name) =>
    expect(alarm(`${name}-throttled`)).toMatchObject({ Statistic: 'Sum', Threshold: 0 }),
  );
});

test('tracing samples the first request of a second and 5 % of the others, of this stage only', () => {
  const [rule, ...others] = propertiesOf(watch!, 'AWS::XRay::SamplingRule').map(flat);
  expect(others).toEqual([]);
  expect(rule.SamplingRule).toMatchObject({
    RuleName: 'waybill-prod',
    ServiceName: 'waybill-prod/v1',
    ReservoirSize: 1,
    FixedRate: 0.05,
  });
});

describe('a security alarm', () => {
  const onSignals = alarms.filter(({ MetricName }) => MetricName === 'SecuritySignal');

  test('exists for each signal that the functions count, with the same metric', () => {
    expect(onSignals.map(({ Dimensions }) => dimension(Dimensions, 'signal')).toSorted()).toEqual(
      [...securitySignals].toSorted(),
    );
    for (const { Namespace, Statistic, Period, Dimensions } of onSignals) {
      expect([Namespace, Statistic, Period]).toEqual(['Waybill', 'Sum', 300]);
      expect(Dimensions.map(({ Name }: any) => Name).toSorted()).toEqual(['service', 'signal', 'stage']);
      expect([dimension(Dimensions, 'service'), dimension(Dimensions, 'stage')]).toEqual(['security', 'prod']);
    }
  });

  test.each(['staff-key-created', 'staff-organization-created', 'impersonation-started'])(
    'goes off for each %s',
    (name) => expect(alarm(name)).toMatchObject({ Threshold: 0, ComparisonOperator: 'GreaterThanThreshold' }),
  );

  test('goes off for a burst of refusals, not for one', () => {
    const bursts = onSignals.filter(({ Threshold }) => Threshold > 0);
    expect(bursts.map(({ AlarmName }) => AlarmName).toSorted()).toEqual(
      [
        'forbidden-burst',
        'limits-skipped',
        'rate-limited-burst',
        'role-too-low-burst',
        'sign-in-failures',
        'unauthorized-burst',
      ].map((name) => `waybill-prod-${name}`),
    );
  });

  test('and every other alarm is in docs/operations.md by name', () => {
    const page = readFileSync('docs/operations.md', 'utf8');
    const missing = alarms
      .map(({ AlarmName }) => AlarmName.replace('waybill-prod-', ''))
      .filter((name) => !page.includes(`\`${name}\``));
    expect(missing.filter((name) => !name.endsWith('-dead-letters'))).toEqual([]);
  });
});

describe('the dashboard', () => {
  const page = dashboardOf(contexts as Contexts);

  test('exists once, named after its stage', () => expect(page.name).toBe('waybill-prod'));

  test('shows p50 and p99 of every command, query and endpoint', () => {
    const shown = JSON.stringify(titled(page, /: (commands|queries|endpoints), ms$/));
    for (const template of Object.values(templatesOn('prod', contexts)))
      for (const { Properties } of Object.values<any>(template.findResources('AWS::Lambda::Function'))) {
        const { Timeout, FunctionName } = Properties;
        if (Timeout !== 10 || FunctionName.includes('-foundation-')) continue;
        expect(shown.split(`"${FunctionName}"`), FunctionName).toHaveLength(3);
      }
    expect(shown).toContain('"stat":"p50"');
    expect(shown).toContain('"stat":"p99"');
  });

  test.each([
    'Requests',
    'Errors',
    'Commands accepted',
    'Commands refused, by code',
    'How late the stream is read, ms',
    'Dead letters and parked rows',
    /^Queues/,
    'Table: units',
    'Throttled',
    /^What it costs/,
    'What happened',
    'Security signals',
  ])('shows %s', (title) => expect(titled(page, title)).not.toHaveLength(0));

  test('selects metrics by stage, because an account may have several', () => {
    const [accepted] = titled(page, 'Commands accepted');
    expect(accepted.metrics[0][0].expression).toBe(
      `SEARCH('{Waybill,service,stage,command} MetricName="CommandAccepted" stage="prod"', 'Sum', 300)`,
    );
  });

  test('and the alarms are within the quotas of CloudWatch and CloudFormation, with 150 functions', () => {
    const kinds = Object.values({ ...sampleContexts.fleet, ...sampleContexts.deliveries }).filter(
      ({ definition }) => routeOf(definition) || definition.kind === 'reaction',
    );
    const context = () =>
      Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`doSomethingThing${i}`, kinds[i % kinds.length]!]));
    const many: Contexts = { logistics: context(), billing: context(), everything: context() };
    const template = Template.fromStack(new ObservabilityStack(new App(), many, stageNamed('prod')));
    const [{ DashboardBody: text }] = propertiesOf(template, 'AWS::CloudWatch::Dashboard').map(flat);
    const body = JSON.parse(text);
    expect(text.length).toBeLessThan(200_000);
    expect(body.widgets.length).toBeLessThan(500);
    const lines = body.widgets.map(({ properties }: any) => properties.metrics?.length ?? 0);
    expect(Math.max(...lines)).toBeLessThan(500);
    expect(lines.reduce((sum: number, some: number) => sum + some, 0)).toBeLessThan(2_500);
    expect(JSON.stringify(template.toJSON()).length).toBeLessThan(1_000_000);
  });
});
