import { type SecuritySignal, securitySignals } from '@waybill/kernel';
import {
  Alarm,
  ComparisonOperator,
  type IAlarmAction,
  type Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { Stage } from '../../stage.ts';
import { kebab, named } from '../names.ts';
import { metricsOf } from './metrics.ts';
import { securityAlarms } from './security-alarms.ts';

interface Props {
  readonly stage: Stage;
  readonly action: IAlarmAction;
  /** Names of the queues that should be empty, by their ids here. */
  readonly deadLetters: Readonly<Record<string, string>>;
}

/** Alarms for operators. Each description says what to do first; each has one metric, for clear meaning and cost. */
export class Alarms extends Construct {
  readonly all: readonly Alarm[];

  constructor(scope: Construct, id: string, { stage, action, deadLetters }: Props) {
    super(scope, id);
    const { api, table, lambda, lambdas, queue, security } = metricsOf(stage);

    const alarm = (name: string, metric: Metric, threshold: number, first: string) => {
      const made = new Alarm(this, name, {
        alarmName: named(stage, kebab(name).slice(1)),
        alarmDescription: `First: ${first} More: docs/operations.md.`,
        metric,
        threshold,
        evaluationPeriods: 1,
        comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
        treatMissingData: TreatMissingData.NOT_BREACHING,
      });
      made.addAlarmAction(action);
      made.addOkAction(action);
      return made;
    };
    const reader = (name: string) => lambda('streams', name)('IteratorAge', 'Maximum');

    this.all = [
      // The metric is 0 or 1 for each request, so its average is the share.
      alarm(
        'ServerErrors',
        api('5XXError', 'Average'),
        0.01,
        "find the function with errors on the dashboard, then the lines 'failed' in its log group; if it was deployed recently, deploy the previous version.",
      ),
      alarm(
        'SlowAnswers',
        api('Latency', 'p99'),
        2_000,
        'see on the dashboard which function has a long p99, and whether the table throttles or there are many cold starts.',
      ),
      alarm(
        'ProjectorLate',
        reader('projector'),
        30_000,
        "read models are stale: look for errors of the projector and for throttles of the table; events with the line 'parked' are not the cause, they do not block others.",
      ),
      alarm(
        'PublisherLate',
        reader('publisher'),
        30_000,
        'reactions come late: look for errors of the publisher and for throttled PutEvents; nothing is lost for 24 hours.',
      ),
      alarm(
        'TableReadThrottled',
        table('ReadThrottleEvents', 'Sum'),
        0,
        'find the busiest function on the dashboard; a higher quota helps if the whole table is busy, and not if one key is.',
      ),
      alarm(
        'TableWriteThrottled',
        table('WriteThrottleEvents', 'Sum'),
        0,
        'find the busiest command on the dashboard; clients received 503 and retry, the projector retries by itself.',
      ),
      alarm(
        'FunctionsThrottled',
        lambdas('Throttles', 'Sum'),
        0,
        'see which function runs out of concurrency (Lambda, Throttles by function) and request a higher quota for the account.',
      ),
      ...Object.entries(deadLetters).map(([name, queueName]) =>
        alarm(
          name,
          queue(queueName)('ApproximateNumberOfMessagesVisible', 'Maximum'),
          0,
          'npm run redrive -- list, then show: what failed, and why. Fix the cause, deploy, then retry. Messages are kept for 14 days.',
        ),
      ),
      ...securitySignals.map((signal: SecuritySignal) => {
        const { name, threshold, first } = securityAlarms[signal];
        return alarm(name, security(signal), threshold, first);
      }),
    ];
  }
}
