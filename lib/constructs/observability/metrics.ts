import { type Contexts, type Definition, isHttp, type SecuritySignal } from '@waybill/kernel';
import { Duration } from 'aws-cdk-lib';
import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Stage } from '../../stage.ts';
import { apiStage, functionName, named } from '../names.ts';
import { queueOwners, queuesOf } from '../security/resource-access.ts';

type Dimensions = Readonly<Record<string, string>>;

/** AWS metrics of a stage's resources. */
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
    /** Metrics that the functions emit for security alarms. */
    security: (signal: SecuritySignal, label?: string) =>
      metric('Waybill', { service: 'security', stage: stage.name, signal })('SecuritySignal', 'Sum', label),
  };
};

/** All matching time series, also ones that do not exist yet; CloudWatch limits them to 500. */
export const search = (schema: string, terms: string, statistic: string, label = '') =>
  new MathExpression({
    expression: `SEARCH('{${schema}} ${terms}', '${statistic}', 300)`,
    label,
    period: Duration.minutes(5),
    usingMetrics: {},
  });

/** Kinds of functions whose failures end in the dead-letter queue of their context. */
const asynchronous: readonly Definition['kind'][] = ['reaction', 'worker', 'schedule'];

/** Waybill's functions of a kind, by context. */
export const functionsOf = (contexts: Contexts, ...kinds: readonly Definition['kind'][]) =>
  Object.entries(contexts).flatMap(([context, manifest]) =>
    Object.entries(manifest).flatMap(([name, { definition }]) => {
      const { kind } = definition;
      const runs = isHttp(definition) ? definition.route !== undefined : asynchronous.includes(kind);
      return kinds.includes(kind) && runs ? [{ context, name }] : [];
    }),
  );

/** Contexts with a dead-letter queue: those with asynchronous functions, and the foundation. */
export const contextsWithDeadLetters = (contexts: Contexts) => {
  const owners = queueOwners(contexts);
  const posting = Object.entries(contexts).flatMap(([context, manifest]) =>
    Object.values(manifest).some(({ definition }) => queuesOf(definition).some((name) => !owners.has(name)))
      ? [context]
      : [],
  );
  return [
    ...new Set([...functionsOf(contexts, ...asynchronous).map(({ context }) => context), ...posting, 'foundation']),
  ];
};
