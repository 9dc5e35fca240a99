import { describe, expect, test } from 'vitest';
import { exportOf, flat, propertiesOf, templatesOn } from './support/sample-app.ts';

const { Streams, ...others } = templatesOn('prod');
const readers = propertiesOf(Streams!, 'AWS::Lambda::EventSourceMapping').map(flat);
const roles = Object.fromEntries(
  Object.entries(Streams!.findResources('AWS::IAM::Role')).map(([id, { Properties }]) => [
    id.replace(/Role.*/, '').toLowerCase(),
    flat(Properties).Policies[0].PolicyDocument.Statement,
  ]),
);

describe('the stream of the table', () => {
  test('has two readers and no more', () => {
    expect(readers.map(({ FunctionName }) => FunctionName)).toEqual([
      expect.stringMatching(/^<Projector/),
      expect.stringMatching(/^<Publisher/),
    ]);
    for (const template of Object.values(others))
      for (const feed of propertiesOf(template, 'AWS::Lambda::EventSourceMapping'))
        expect(JSON.stringify(flat(feed).EventSourceArn)).toContain('Queue');
  });

  test('passes on new events and heartbeats only', () => {
    for (const { FilterCriteria } of readers)
      expect(FilterCriteria.Filters.map(({ Pattern }: any) => JSON.parse(Pattern))).toEqual([
        { eventName: ['INSERT'], dynamodb: { Keys: { sk: { S: [{ prefix: 'e#' }] } } } },
        { eventName: ['INSERT'], dynamodb: { Keys: { sk: { S: [{ prefix: 'p#' }] } } } },
      ]);
  });

  test('is not blocked: failed records are parked', () => {
    for (const reader of readers)
      expect(reader).toMatchObject({
        StartingPosition: 'TRIM_HORIZON',
        BatchSize: 100,
        BisectBatchOnFunctionError: true,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        MaximumRetryAttempts: 10,
        ParallelizationFactor: 1,
        DestinationConfig: { OnFailure: { Destination: expect.stringMatching(/parkedqueuearn/i) } },
      });
  });
});

describe('a reader', () => {
  const actions = (role: any[]) =>
    role.flatMap(({ Action }) => Action).filter((action: string) => !/^(logs|xray):/.test(action));

  test('that publishes cannot read the table and writes to the bus', () =>
    expect(actions(roles.publisher).toSorted()).toEqual([
      'dynamodb:DescribeStream',
      'dynamodb:GetRecords',
      'dynamodb:GetShardIterator',
      'dynamodb:ListStreams',
      'events:PutEvents',
      'sqs:SendMessage',
    ]));

  test('that projects does not publish', () => expect(actions(roles.projector)).not.toContain('events:PutEvents'));

  test('has the queue for parked records', () => {
    for (const { Environment } of propertiesOf(Streams!, 'AWS::Lambda::Function'))
      expect(Environment.Variables).toHaveProperty('WAYBILL_PARKED_QUEUE_URL');
  });
});

describe('the rebuilder', () => {
  test('runs every five minutes, with the longest timeout of Lambda, and parks failures', () => {
    const [rule] = propertiesOf(Streams!, 'AWS::Events::Rule').map(flat);
    expect(rule).toMatchObject({
      ScheduleExpression: 'rate(5 minutes)',
      Targets: [{ Arn: expect.stringMatching(/^<Rebuilder/) }],
    });
    const run = propertiesOf(Streams!, 'AWS::Lambda::Function')
      .map(flat)
      .find((lambda) => exportOf(lambda) === 'streams.rebuilder');
    expect(run).toMatchObject({
      Timeout: 300,
      DeadLetterConfig: { TargetArn: expect.stringMatching(/parkedqueuearn/i) },
    });
  });

  test('does not publish, and does not read the table’s stream', () => {
    const actions = roles.rebuilder.flatMap(({ Action }: any) => Action);
    expect(actions).not.toContain('events:PutEvents');
    expect(actions).not.toContain('dynamodb:GetRecords');
  });
});
