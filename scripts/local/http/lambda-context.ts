import { randomUUID } from 'node:crypto';
import type { Waited } from '@waybill/kernel/http/edge';
import type { Context } from 'aws-lambda';
import { localRegion } from '../region.ts';

/** What Lambda tells a function about its invocation, a new one for each call; and when whoever waits for it has gone. */
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
