import type { Tracer } from '@aws-lambda-powertools/tracer';
import type middy from '@middy/core';

/** A trace is found by the correlation of its request, which is known once it has been answered. X-Ray hooks into every promise of the process from the moment it is loaded, so it is loaded only where it is wanted. */
export const traced = (): middy.MiddlewareObj<any, any> => {
  if (process.env.POWERTOOLS_TRACE_ENABLED === 'false') return { before: () => {} };
  let tracing: Promise<{ tracer: Tracer; handler: middy.MiddlewareObj<any, any> }> | undefined;
  const inner = () => {
    tracing ??= Promise.all([
      import('@aws-lambda-powertools/tracer'),
      import('@aws-lambda-powertools/tracer/middleware'),
    ]).then(([{ Tracer }, { captureLambdaHandler }]) => {
      const tracer = new Tracer();
      return { tracer, handler: captureLambdaHandler(tracer) as middy.MiddlewareObj };
    });
    return tracing;
  };
  const ending = (how: 'after' | 'onError') => async (request: middy.Request<any, any>) => {
    const { tracer, handler } = await inner();
    if (request.event.correlation) tracer.putAnnotation('correlation', request.event.correlation);
    await handler[how]?.(request);
  };
  return {
    before: async (request) => (await inner()).handler.before?.(request),
    after: ending('after'),
    onError: ending('onError'),
  };
};
