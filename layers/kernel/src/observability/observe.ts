import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { SecuritySignal } from './signals.ts';

/** In a Lambda its context; in the local runtime and in scripts `waybill`. */
const serviceName = process.env.POWERTOOLS_SERVICE_NAME ?? 'waybill';
/** Shared instruments. Values given to them must never be personal data. */
const lambdaLogger = new Logger({ serviceName });
const namespace = 'Waybill';
const metrics = new Metrics({ namespace, serviceName });
const counts = process.env.POWERTOOLS_METRICS_DISABLED !== 'true';

type Level = 'debug' | 'info' | 'warn' | 'error';
type Sink = (line: string) => void;
const sinks = new Set<Sink>();

/** Copies every log line to the sink, independent of the log level of the Lambda. Returns a function that stops it. */
export const alsoLogTo = (sink: Sink) => {
  sinks.add(sink);
  return () => void sinks.delete(sink);
};

const say =
  (level: Level) =>
  (message: string, about: Readonly<Record<string, unknown>> = {}) => {
    lambdaLogger[level](message, { ...about });
    if (!sinks.size) return;
    const line = JSON.stringify({ at: new Date().toISOString(), level, message, ...about });
    for (const sink of sinks) sink(line);
  };

export const logger = { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') };

type Dimensions = Readonly<Record<string, string>>;
interface Counted {
  readonly name: string;
  readonly dimensions: Dimensions;
  /** Overrides the function's own. */
  readonly service?: string | undefined;
  count: number;
}
const counted = new Map<string, Counted>();

/** Counts an occurrence. Every dimension has few values: names from the code, never from input. */
export const count = (name: string, dimensions: Dimensions = {}, by = 1) => add({ name, dimensions, count: by });

/** Counts for a security alarm, under one service name in every function: an alarm watches one time series. */
export const countSignal = (signal: SecuritySignal) =>
  add({ name: 'SecuritySignal', dimensions: { signal }, service: 'security', count: 1 });

const add = (one: Counted) => {
  if (!counts || one.count === 0) return;
  const key = JSON.stringify([one.name, one.dimensions]);
  const known = counted.get(key);
  if (known) known.count += one.count;
  else counted.set(key, one);
};

/**
 * Writes the counts, once per invocation. Each count is written by itself: dimensions set on the one shared instrument
 * would also apply to counts of concurrent work.
 */
export const writeCounts = () => {
  const all = [...counted.values()];
  counted.clear();
  for (const { name, dimensions, service, count } of all) {
    const metric = service
      ? new Metrics({ namespace, serviceName: service, singleMetric: true })
      : metrics.singleMetric();
    metric.addDimensions({ stage: process.env.WAYBILL_STAGE ?? 'local', ...dimensions });
    metric.addMetric(name, MetricUnit.Count, count);
  }
};

/** Runs the work and writes its counts, also when it fails. */
export const counting = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } finally {
    writeCounts();
  }
};
