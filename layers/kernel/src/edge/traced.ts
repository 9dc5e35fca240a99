import type middy from '@middy/core';

/** X-Ray hooks into every promise of the process from the moment it is loaded, so it is loaded only where it is wanted. */
export const traced = (): middy.MiddlewareObj<any, any> => {
  if (process.env.POWERTOOLS_TRACE_ENABLED === 'false') return { before: () => {} };
  let tracing: Promise<middy.MiddlewareObj<any, any>> | undefined;
  const inner = () => {
    tracing ??= Promise.all([
      import('@aws-lambda-powertools/tracer'),
      import('@aws-lambda-powertools/tracer/middleware'),
    ]).then(([{ Tracer }, { captureLambdaHandler }]) => captureLambdaHandler(new Tracer()) as middy.MiddlewareObj);
    return tracing;
  };
  return {
    before: async (request) => (await inner()).before?.(request),
    after: async (request) => (await inner()).after?.(request),
    onError: async (request) => (await inner()).onError?.(request),
  };
};
