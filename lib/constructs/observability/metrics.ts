import type { Contexts, Definition, SecuritySignal } from '@waybill/kernel';
import { Duration } from 'aws-cdk-lib';
import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Stage } from '../../stage.ts';
import { apiStage, functionName, named } from '../names.ts';
import { postsTo } from '../security/resource-access.ts';

type Dimensions = Readonly<Record<string, string>>;

/** What AWS measures of a stage, by the names that its parts have. */
export const metricsOf = (stage: Stage) => {
  const metric = (namespace: string, of: Dimensions) => (metricName: string, statistic: string, label?: string) =>
    new Metric({
      namespace,
      metricName,
      dimensionsMap: { ...of },
      statistic,
      period: Duration.minutes(5),
      ...(label && { label }),
    });
  const lambda = (context: string, name: string) =>
    metric('AWS/Lambda', { FunctionName: functionName(stage, context, name) });
  return {
    api: metric('AWS/ApiGateway', { ApiName: named(stage), Stage: apiStage }),
    table: metric('AWS/DynamoDB', { TableName: named(stage) }),
    bus: metric('AWS/Events', { EventBusName: named(stage) }),
    queue: (name: string) => metric('AWS/SQS', { QueueName: name }),
    /** All functions of the account and region: CloudWatch has no other sum. */
    lambdas: metric('AWS/Lambda', {}),
    lambda,
    /** What the functions count themselves for security alarms. */
    security: (signal: SecuritySignal, label?: string) =>
      metric('Waybill', { service: 'security', stage: stage.name, signal })('SecuritySignal', 'Sum', label),
  };
};

/** All time series that match: those that nobody can name before they are there. 500 at most, says CloudWatch. */
export const search = (schema: string, terms: string, statistic: string, label = '') =>
  new MathExpression({
    expression: `SEARCH('{${schema}} ${terms}', '${statistic}', 300)`,
    label,
    period: Duration.minutes(5),
    usingMetrics: {},
  });

/** The functions of a house that are of a kind, by context. */
export const functionsOf = (contexts: Contexts, ...kinds: readonly Definition['kind'][]) =>
  Object.entries(contexts).flatMap(([context, manifest]) =>
    Object.entries(manifest).flatMap(([name, { definition }]) => {
      const { kind, route } = definition as Definition;
      const runs = route !== undefined || kind === 'reaction' || kind === 'schedule';
      return kinds.includes(kind) && runs ? [{ context, name }] : [];
    }),
  );

/** The contexts that keep dead letters: those with anything asynchronous. */
export const contextsWithDeadLetters = (contexts: Contexts) => {
  const posting = Object.entries(contexts).flatMap(([context, manifest]) =>
    Object.values(manifest).some(({ definition }) => postsTo(definition as Definition).length) ? [context] : [],
  );
  return [...new Set([...functionsOf(contexts, 'reaction', 'schedule').map(({ context }) => context), ...posting])];
};
