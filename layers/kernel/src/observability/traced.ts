import type middy from '@middy/core';
import { openTrace } from './open-trace.ts';

interface Open {
  closeTrace?: Awaited<ReturnType<typeof openTrace>>;
}

type Traced = middy.MiddlewareObj<any, any, Error, any, Open & Record<string, unknown>>;

/** Traces a request. The trace is found by the request's correlation, which is known only after the response. */
export const traced = (): Traced => {
  const end = async ({ internal, event, response }: Parameters<NonNullable<Traced['after']>>[0]) => {
    const correlations = () => (event.correlation ? [event.correlation] : []);
    internal.closeTrace?.(correlations, (response?.statusCode ?? 500) >= 500);
  };
  return {
    before: async ({ internal }) => {
      internal.closeTrace = await openTrace();
    },
    after: end,
    onError: end,
  };
};
