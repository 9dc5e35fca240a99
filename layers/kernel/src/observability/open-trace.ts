import type { Tracer } from '@aws-lambda-powertools/tracer';

/** Closes the trace with its correlations, and whether it failed. */
type Close = (correlations: () => Iterable<string>, failed: boolean) => void;

/** X-Ray hooks into every promise of the process once it is loaded, so it is loaded only for a trace. */
let loading: Promise<Tracer> | undefined;
const tracer = () => {
  loading ??= import('@aws-lambda-powertools/tracer').then(({ Tracer }) => new Tracer());
  return loading;
};

const untraced: Close = () => {};

/** From Lambda's environment of the current invocation: API Gateway samples one request in twenty (`Sampled=1`). */
const isSampled = () => /\bSampled=1\b/.test(process.env._X_AMZN_TRACE_ID ?? '');

/**
 * Begins this invocation's part of the trace, and returns a function that ends it. A trace has the name of the
 * function, its correlations and whether it failed: never input, output or errors, which may contain personal data.
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
    // An annotation has one value, so further correlations of a batch are annotated on subsegments of their own.
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
