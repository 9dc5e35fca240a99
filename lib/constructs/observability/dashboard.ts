import { type Contexts, type Definition, securitySignals } from '@waybill/kernel';
import { Duration, Stack } from 'aws-cdk-lib';
import {
  type Alarm,
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IMetric,
  type IWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { Stage } from '../../stage.ts';
import { named } from '../names.ts';
import { functionsOf, metricsOf, search } from './metrics.ts';

interface Props {
  readonly stage: Stage;
  readonly contexts: Contexts;
  readonly alarms: readonly Alarm[];
  /** Names of the queues that should be empty, by their ids here. */
  readonly deadLetters: Readonly<Record<string, string>>;
}

/** The most lines in a readable graph; further ones go into another graph. */
const linesPerGraph = 40;

/** One dashboard with requests, latencies, queues and costs. */
export class Overview extends Construct {
  constructor(scope: Construct, id: string, { stage, contexts, alarms, deadLetters }: Props) {
    super(scope, id);
    const { api, table, bus, lambda, lambdas, queue, security } = metricsOf(stage);
    const { region } = Stack.of(this);
    const ours = (metric: string) => `MetricName="${metric}" stage="${stage.name}"`;
    const counts = (metric: string, ...dimensions: readonly string[]) =>
      search(['Waybill', 'service', 'stage', ...dimensions].join(','), ours(metric), 'Sum');
    const queues = (metric: string) =>
      search('AWS/SQS,QueueName', `MetricName="${metric}" waybill ${stage.name}`, 'Maximum');

    const graph = (title: string, left: readonly IMetric[], right: readonly IMetric[] = [], width = 8) =>
      new GraphWidget({ title, region, left: [...left], right: [...right], width, height: 6, liveData: true });

    /** p50 and p99 of the functions, with a limited number of functions per graph. */
    const times = (plural: string, ...kinds: readonly Definition['kind'][]): IWidget[] =>
      Object.entries(Object.groupBy(functionsOf(contexts, ...kinds), ({ context }) => context)).flatMap(
        ([context, all = []]) =>
          chunks(all, linesPerGraph / 2).map((some) => {
            const line = (statistic: string) => (fn: (typeof some)[number]) =>
              lambda(fn.context, fn.name)('Duration', statistic, `${fn.name} ${statistic}`);
            const title = `${context}: ${plural}, ms`;
            return graph(title, some.map(line('p99')), some.map(line('p50')), 12);
          }),
      );
    const errors = chunks(
      functionsOf(contexts, 'command', 'bulk', 'query', 'endpoint', 'reaction', 'worker', 'schedule'),
      linesPerGraph,
    ).map((some, i) =>
      graph(
        `Failures of functions${i ? ` (${i + 1})` : ''}`,
        some.map(({ context, name }) => lambda(context, name)('Errors', 'Sum', name)),
        [],
        12,
      ),
    );

    const page = new Dashboard(this, 'Page', {
      dashboardName: named(stage),
      defaultInterval: Duration.hours(3),
    });
    page.addWidgets(new AlarmStatusWidget({ title: 'Alarms', alarms: [...alarms], width: 24, height: 3 }));
    page.addWidgets(
      graph('Requests', [api('Count', 'Sum', 'requests')]),
      graph('Errors', [api('4XXError', 'Sum', 'theirs'), api('5XXError', 'Sum', 'ours')]),
      graph('Answer within, ms', [api('Latency', 'p50', 'p50'), api('Latency', 'p99', 'p99')]),
    );
    page.addWidgets(
      graph('Commands accepted', [counts('CommandAccepted', 'command')]),
      graph('Commands refused, by code', [counts('CommandRefused', 'code', 'command')]),
      graph('What happened', [counts('EventPublished', 'event', 'outcome')]),
    );
    page.addWidgets(
      graph(
        'How late the stream is read, ms',
        ['projector', 'publisher'].map((name) => lambda('streams', name)('IteratorAge', 'Maximum', name)),
      ),
      graph(
        'Dead letters and parked rows',
        Object.entries(deadLetters).map(([name, queueName]) =>
          queue(queueName)('ApproximateNumberOfMessagesVisible', 'Maximum', name),
        ),
        [counts('RowParked', 'projection')],
      ),
      graph(
        'Queues: waiting, and for how long (s)',
        [queues('ApproximateNumberOfMessagesVisible')],
        [queues('ApproximateAgeOfOldestMessage')],
      ),
    );
    page.addWidgets(
      graph('Table: units', [
        table('ConsumedReadCapacityUnits', 'Sum', 'read'),
        table('ConsumedWriteCapacityUnits', 'Sum', 'written'),
      ]),
      graph(
        'Throttled',
        [
          table('ReadThrottleEvents', 'Sum', 'reads'),
          table('WriteThrottleEvents', 'Sum', 'writes'),
          lambdas('Throttles', 'Sum', 'functions of the account'),
        ],
        [counts('RaceLost', 'command'), counts('CommandReplayed', 'command')],
      ),
      graph(
        'What it costs: calls, and milliseconds of them',
        [
          api('Count', 'Sum', 'requests'),
          lambdas('Invocations', 'Sum', 'Lambda calls of the account'),
          bus('PutEventsEntriesCount', 'Sum', 'events'),
        ],
        [lambdas('Duration', 'Sum', 'Lambda ms of the account')],
      ),
    );
    page.addWidgets(
      graph(
        'Security signals',
        securitySignals.map((signal) => security(signal, signal)),
        [],
        24,
      ),
    );
    page.addWidgets(...times('commands', 'command', 'bulk'));
    page.addWidgets(...times('queries', 'query'));
    page.addWidgets(...times('endpoints', 'endpoint'));
    page.addWidgets(...errors);
  }
}

const chunks = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));
