import { randomUUID } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Platform } from '@waybill/kernel';
import { awsPlatform, type Meter } from '@waybill/kernel/aws';
import { memory } from '@waybill/kernel/memory';
import { afterAll, beforeAll, describe, inject } from 'vitest';
import { dynamoClient } from '#scripts/local/dynamo/dynamo-client';
import { createTable } from '#scripts/local/dynamo/table';
import { ownDatabase } from '../../support/runtime/own-database.ts';

interface Options {
  readonly clock?: () => Date;
  readonly meter?: Meter;
  /** Called before every call to DynamoDB, with the name of its command. */
  readonly onCall?: (command: string) => void;
}

/** Opens a new platform. */
export type Open = (options?: Options) => Promise<Platform>;

/** A database for the file, a table for every platform. */
export const dynamoPlatforms = (): Open => {
  let endpoint: string;
  let client: DynamoDBClient;
  beforeAll(async () => {
    ({ endpoint } = await ownDatabase());
    client = dynamoClient(endpoint);
  });
  afterAll(() => client?.destroy());
  return async ({ onCall, ...options } = {}) => {
    const table = `waybill-${randomUUID()}`;
    await createTable(client, table);
    const { bus, queue, parameters, stage, apiUrl, development } = memory();
    const watched = onCall ? watching(endpoint, onCall) : client;
    return awsPlatform({ dynamo: watched, table, bus, queue, parameters, stage, apiUrl, development, ...options });
  };
};

const watching = (endpoint: string, onCall: (command: string) => void) => {
  const client = dynamoClient(endpoint);
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      (args) => {
        onCall(commandName);
        return next(args);
      },
    { step: 'initialize' },
  );
  return client;
};

/** The same contract, tested with memory and with DynamoDB. */
export const onEveryPlatform = (promises: (open: Open, where: 'memory' | 'DynamoDB') => void) => {
  describe('in memory', () => promises(async ({ clock } = {}) => memory(clock ? { clock } : {}), 'memory'));
  // Mutants are tested in memory only.
  describe.skipIf(inject('database') === 'none')('on DynamoDB', () => promises(dynamoPlatforms(), 'DynamoDB'));
};

/** A clock that does not advance until it is moved. */
export const clockAt = (start: string) => {
  let ms = Date.parse(start);
  return Object.assign(() => new Date(ms), {
    advance: (seconds: number) => {
      ms += seconds * 1000;
    },
  });
};
