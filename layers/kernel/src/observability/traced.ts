import type middy from '@middy/core';
import { openTrace } from './open-trace.ts';

interface Open {
  closeTrace?: Awaited<ReturnType<typeof openTrace>>;
}

type Traced = middy.MiddlewareObj<any, any, Error, any, Open & Record<string, unknown>>;

/** A trace is found by the correlation of its request, which is known once it has been answered. */
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
