import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { isWrite } from './disk-space.ts';

/** Calls back after each possible change by that client, until the returned function is called. */
export const onWrite = (client: DynamoDBClient, wrote: () => void): (() => void) => {
  const watch =
    <Args, Output>(next: (args: Args) => Promise<Output>, { commandName = '' }: { readonly commandName?: string }) =>
    async (args: Args): Promise<Output> => {
      if (!isWrite(commandName)) return next(args);
      try {
        return await next(args);
      } finally {
        wrote();
      }
    };
  client.middlewareStack.add(watch, { step: 'initialize' });
  return () => void client.middlewareStack.remove(watch);
};
