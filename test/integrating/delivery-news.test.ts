import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, GetItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { newId } from '@waybill/kernel';
import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import * as contexts from '#functions/contexts';
import { named } from '#lib/constructs/names';
import { stageNamed } from '#lib/stage';
import { dynamoClient, matches } from '#scripts/local/index';
import { eventSchemas } from '#scripts/openapi/asyncapi';
import { countFailures } from '../../examples/delivery-news/count-failures.ts';
import { DeliveryNewsStack } from '../../examples/delivery-news/delivery-news-stack.ts';
import { ownDatabase } from '../support/runtime/own-database.ts';

const root = join(import.meta.dirname, '..', '..');
const sample = JSON.parse(readFileSync(join(root, 'events/samples/queue.json'), 'utf8'));
const event = JSON.parse(sample.Records[0].body);

describe('the example stack', () => {
  process.env.CDK_VALIDATION = 'false';
  // The code is bundled below; this test is about the template only.
  const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
  const template = Template.fromStack(new DeliveryNewsStack(app, 'DeliveryNews', { stage: 'dev' }));
  const rules = Object.entries(template.findResources('AWS::Events::Rule'));
  const [ruleId, rule] = rules.find(([id]) => id.startsWith('DeliveryStatusChanged'))!;
  const [, failing] = rules.find(([id]) => id.startsWith('DeliveryFailed'))!;

  test('refers to the bus by its name, and to nothing else of Waybill', () => {
    for (const [, { Properties }] of rules) expect(Properties.EventBusName).toBe(named(stageNamed('dev')));
    expect(JSON.stringify(template.toJSON())).not.toContain('Fn::ImportValue');
  });

  test('receives status changes of deliveries, and nothing else', () => {
    const { EventPattern } = rule!.Properties;
    expect(matches(EventPattern, event)).toBe(true);
    expect(matches(EventPattern, { ...event, 'detail-type': 'DeliveryCreated' })).toBe(false);
    expect(matches(EventPattern, { ...event, source: 'another.source' })).toBe(false);
  });

  test('invokes its function for failures only, and lets it report messages that failed', () => {
    const { EventPattern } = failing.Properties;
    const to = (to: string) => ({ ...event, detail: { ...event.detail, data: { ...event.detail.data, to } } });
    expect(matches(EventPattern, to('Failed'))).toBe(true);
    expect(matches(EventPattern, to('Delivered'))).toBe(false);
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      EventSourceArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Failures'), 'Arn'] },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
  });

  test('stores events in a queue to which only this rule may send', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      Targets: [
        { Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^News'), 'Arn'] }, DeadLetterConfig: Match.anyValue() },
      ],
    });
    template.hasResourceProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: Match.arrayWith(['sqs:SendMessage']),
            Principal: { Service: 'events.amazonaws.com' },
            Condition: { ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': [ruleId, 'Arn'] } } },
          }),
        ]),
      },
      Queues: [{ Ref: Match.stringLikeRegexp('^News') }],
    });
  });

  test('moves a message to the dead letters after five attempts, for two weeks', () => {
    template.hasResourceProperties('AWS::SQS::Queue', { RedrivePolicy: Match.objectLike({ maxReceiveCount: 5 }) });
    template.hasResourceProperties('AWS::SQS::Queue', { MessageRetentionPeriod: 14 * 86_400 });
  });

  test('is synthesised by its own program', () => {
    const out = mkdtempSync(join(tmpdir(), 'delivery-news-'));
    try {
      execFileSync(process.execPath, ['examples/delivery-news/app.ts'], {
        cwd: root,
        env: { ...process.env, CDK_OUTDIR: out, CDK_VALIDATION: 'false', CDK_CONTEXT_JSON: '{"stage":"prod"}' },
      });
      const made = JSON.parse(readFileSync(join(out, 'DeliveryNews.template.json'), 'utf8'));
      Template.fromJSON(made).hasResourceProperties('AWS::Events::Rule', { EventBusName: 'waybill-prod' });
      const bundles = readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((it) => it.endsWith('index.mjs'));
      expect(bundles).toHaveLength(1);
      expect(readFileSync(join(out, bundles[0]!), 'utf8')).toMatch(/export\s*{\s*\w+ as handler\s*}/);
    } finally {
      rmSync(out, { recursive: true, force: true });
    }
  });
});

describe('the example consumer', async () => {
  const TableName = 'news';
  const client = dynamoClient((await ownDatabase()).endpoint);
  beforeAll(() =>
    client.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      }),
    ),
  );
  afterAll(() => client.destroy());

  const consume = countFailures(client, TableName);
  const failures = async (org: string) => {
    const { Item } = await client.send(new GetItemCommand({ TableName, Key: { pk: { S: `failures#${org}` } } }));
    return Number(Item?.failures?.N ?? 0);
  };
  const batch = (...details: object[]): any => ({
    Records: details.map((detail, i) => ({ messageId: `m${i}`, body: JSON.stringify({ ...event, detail }) })),
  });
  const failed = (org: string, which: string) => ({ ...event.detail, org, id: newId(which) });

  test('accepts the published events', async () => {
    expect(await consume(sample)).toEqual({ batchItemFailures: [] });
    expect(await failures(event.detail.org)).toBe(1);
  });

  test('counts an event once, however often it is delivered', async () => {
    const once = failed('acme', 'one');
    for (let i = 0; i < 3; i++) await consume(batch(once, once));
    await Promise.all([consume(batch(once)), consume(batch(once, failed('acme', 'two')))]);
    expect(await failures('acme')).toBe(2);
  });

  test('ignores other events', async () => {
    const before = await client.send(new ScanCommand({ TableName, Select: 'COUNT' }));
    await consume(batch({ ...failed('acme', 'three'), data: { from: 'PickedUp', to: 'InTransit' } }));
    expect((await client.send(new ScanCommand({ TableName, Select: 'COUNT' }))).Count).toBe(before.Count);
  });
});

test('the programs that print the results of the example report missing arguments', () => {
  for (const [program, what] of [
    ['read-news', 'Name the queue'],
    ['read-failures', 'Name the table'],
  ]) {
    const { status, stderr } = spawnSync(process.execPath, [`examples/delivery-news/${program}.ts`], { cwd: root });
    expect({ status, said: `${stderr}` }).toEqual({ status: 2, said: expect.stringContaining(what!) });
  }
});

describe('the page for consumers', () => {
  const page = readFileSync(join(root, 'docs/integrating.md'), 'utf8');
  const [, json = ''] = /```json\n(.*?)```/s.exec(page)!;
  const schema: any = eventSchemas(contexts).DeliveryStatusChanged;

  test('shows a valid event', () =>
    expect(z.fromJSONSchema(schema).safeParse(JSON.parse(json)).error?.issues).toBeUndefined());

  test('explains every field of the envelope', () => {
    for (const field of Object.keys(schema.properties)) expect(page).toContain(`\`${field}\``);
  });

  test('shows the rule of the example', () => {
    const [, code = ''] = /```ts\n(.*?)```/s.exec(page)!;
    const stack = readFileSync(join(root, 'examples/delivery-news/delivery-news-stack.ts'), 'utf8');
    expect(stack.replaceAll(/^ +/gm, '')).toContain(code.replaceAll(/^ +/gm, ''));
  });

  test('links to existing files', () => {
    const links = [...page.matchAll(/\]\((\.\.\/[^)]+)\)/g)].map(([, link]) => join(root, 'docs', link!));
    expect(links).not.toEqual([]);
    for (const link of links) expect(existsSync(link), link).toBe(true);
  });
});

test('examples import nothing of Waybill', () => {
  const examples = join(root, 'examples');
  const files = readdirSync(examples, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  expect(files).not.toEqual([]);
  for (const file of files)
    expect(readFileSync(join(examples, file), 'utf8'), file).not.toMatch(/from '(#|@waybill\/|\.\.\/)/);
});
