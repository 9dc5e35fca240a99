import type { Tracer } from '@aws-lambda-powertools/tracer';

/** What it was about, and whether it failed. */
type Close = (correlations: () => Iterable<string>, failed: boolean) => void;

/** X-Ray hooks into every promise of the process from the moment it is loaded, so it is loaded for a trace and not before. */
let loading: Promise<Tracer> | undefined;
const tracer = () => {
  loading ??= import('@aws-lambda-powertools/tracer').then(({ Tracer }) => new Tracer());
  return loading;
};

const untraced: Close = () => {};

/** What Lambda says of the invocation in hand: API Gateway samples one request in twenty (`Sampled=1`). */
const isSampled = () => /\bSampled=1\b/.test(process.env._X_AMZN_TRACE_ID ?? '');

/**
 * Begins this invocation's part of the trace, and answers how to end it. A trace tells what ran, what it was about and
 * whether it failed: never what was asked, answered or thrown, each of which may tell about a person.
 */
export const openTrace = async (): Promise<Close> => {
  if (process.env.POWERTOOLS_TRACE_ENABLED !== 'true' || !isSampled()) return untraced;
  const traces = await tracer();
  const whole = traces.isTracingEnabled() ? traces.getSegment() : undefined;
  if (!whole) return untraced;
  const own = whole.addNewSubsegment(`## ${process.env._HANDLER}`);
  traces.setSegment(own);
  traces.annotateColdStart();
  traces.addServiceNameAnnotation();
  return (correlations, failed) => {
    const [first, ...others] = new Set(correlations());
    if (first) own.addAnnotation('correlation', first);
    // An annotation has one value, so what else a batch is about is annotated on parts of its own.
    for (const other of others) {
      const part = own.addNewSubsegment('also about');
      part.addAnnotation('correlation', other);
      part.close();
    }
    if (failed) own.addFaultFlag();
    own.close();
    traces.setSegment(whole);
  };
};
