import { resolve } from 'node:path';
import type { Platform } from '@waybill/kernel';
import { awsPlatform } from '@waybill/kernel/aws';
import { createTable, developmentKeys, dynamoClient, localParameters, startDynamo } from '#scripts/local/index';

/** The local table of a directory, without the rest of the system. Throws if it is in use. */
export const tableIn = async (data: string): Promise<{ platform: Platform; stop(): Promise<void> }> => {
  const directory = resolve(data);
  const table = 'waybill-local';
  const dynamo = await startDynamo({ data: directory, joinable: false });
  const client = dynamoClient(dynamo.endpoint);
  const stop = async () => {
    client.destroy();
    await dynamo.stop();
  };
  try {
    const [keys] = await Promise.all([developmentKeys(directory), createTable(client, table)]);
    const platform = awsPlatform({
      dynamo: client,
      table,
      bus: { publish: async () => [] },
      queue: { send: async () => {} },
      stage: 'local',
      development: { jwks: keys.jwks },
      parameters: localParameters({}, directory),
    });
    return { platform, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};
