import { randomUUID } from 'node:crypto';
import type { Waited } from '@waybill/kernel/http/edge';
import type { Context } from 'aws-lambda';
import { localRegion } from '../region.ts';

/** Lambda's context of an invocation, new for each call; and a signal that the client has disconnected. */
export const lambdaContext = (functionName: string, timeoutMs = 29_000) => {
  const fixed = {
    functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:${localRegion}:000000000000:function:${functionName}`,
    memoryLimitInMB: '512',
    callbackWaitsForEmptyEventLoop: false,
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: 'local',
  };
  return (gone?: AbortSignal): Context & Waited => {
    const deadline = Date.now() + timeoutMs;
    return {
      ...fixed,
      awsRequestId: randomUUID(),
      getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
      ...(gone && { gone }),
    } as Context & Waited;
  };
};
